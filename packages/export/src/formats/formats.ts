import type { ExportFormat } from '../export-format.ts';
import { keras } from './keras.ts';
import { npz } from './npz.ts';
import { onnx } from './onnx.ts';
import { savedmodel } from './savedmodel.ts';

/** The formats that a model is written in. */
export const exportFormats: readonly ExportFormat[] = [onnx, keras, npz, savedmodel];
