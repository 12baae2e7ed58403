export {
  bench,
  type BenchObserver,
  type BenchOptions,
  type BenchReport,
  type BenchRow,
  type Speed,
} from './bench.ts';
export { type Machine, thisMachine } from './machine.ts';
export { type MultiplyAdds, multiplyAdds } from './multiply-adds.ts';
export { referenceNetNamed, referenceNets, type ReferenceNet } from './nets/index.ts';
export { learningRate, openNet, type OpenNet } from './open-net.ts';
export { examplesOf, randomBatches } from './random-batches.ts';
export { type Setting, settingInWords, settingsOf } from './settings.ts';
