export * from './portable.ts';
export {
  type Above,
  type LookedAtRun,
  lookIntoRun,
  type Prediction,
  type ShownInput,
} from './look-into-run.ts';
