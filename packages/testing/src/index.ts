export {
  describeLayerContract,
  expectClose,
  type LayerUnderTest,
  testBackend,
  waves,
} from './layer-contract.ts';
export { describeLayerKindContract, type KindUnderTest } from './layer-kind-contract.ts';
