export { type Hdf5Group, hdf5 } from './hdf5.ts';
export { type FloatArray, npy, npz } from './npy.ts';
export { parquet, type ParquetColumn } from './parquet.ts';
export {
  bytesOfMessage,
  doubleField,
  type Field,
  floatField,
  doublesField,
  integerField,
  integersField,
  messageField,
  bytesField,
  textField,
} from './protobuf.ts';
export { zip } from './zip.ts';
