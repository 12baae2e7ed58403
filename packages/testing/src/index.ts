export {
  describeLayerContract,
  expectClose,
  type LayerUnderTest,
  testBackend,
  waves,
} from './layer-contract.ts';
