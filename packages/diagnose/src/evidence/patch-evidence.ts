import { type ClassifierRunner, streamOf } from '../classifiers/classifier-runner.ts';
import { type AxisMoves, regions } from '../classifiers/reference-classifier.ts';
import type { ExampleSplits } from '../classifiers/train-classifier.ts';
import type { Evidence } from '../diagnosis.ts';
import type { Examples } from '../sampling/examples.ts';
import { cutPatches } from '../sampling/patches.ts';
import { scoreEstimate, scoresOf } from './estimates.ts';

/**
 * Measures how often a network with one hidden layer tells which part of the axis a patch was cut from.
 *
 * @returns null where too few patches show anything.
 */
export async function patchEvidence(
  runner: ClassifierRunner,
  axis: string,
): Promise<Evidence | null> {
  const { sample, options, windows } = runner;
  const extent = sample.axes.map((name) => windows[name]);
  const cut = (examples: Examples, split: keyof ExampleSplits, seedIndex = 0): Examples =>
    cutPatches(examples, axis, {
      windows: extent,
      perExample: split === 'train' ? 'all' : 'one',
      seed: options.seed,
      key: split === 'train' ? `${streamOf[split]} ${seedIndex}` : streamOf[split],
    });
  // The same patches are scored with every seed, because the interval crosses seeds and examples.
  const validation = cut(runner.validation, 'validation');
  const test = cut(runner.test, 'test');
  const splits = async (seedIndex: number): Promise<ExampleSplits> => ({
    train: cut(await runner.trainingExamples(seedIndex), 'train', seedIndex),
    validation,
    test,
  });
  for (let seedIndex = 0; seedIndex < options.seeds; seedIndex++) {
    const { train } = await splits(seedIndex);
    if ([train, validation, test].some(({ labels }) => labels.length < 4 * regions)) return null;
  }
  const spanAll: AxisMoves = Object.fromEntries(sample.axes.map((name) => [name, 'span']));
  const scores = scoresOf(
    await runner.results({
      name: `patches-${axis}`,
      words: `patches of ${axis}`,
      design: { move: spanAll, windows: {} },
      // An example gives several patches: so many fewer epochs are the same budget.
      epochs: Math.max(2, Math.ceil(runner.epochs / test.classes)),
      splits,
    }),
  );
  return {
    name: 'patch-tells-position',
    what:
      `how often a patch of ${extent.join(' × ')} positions tells from which of ${test.classes} parts of ` +
      `${axis} it was cut`,
    estimate: scoreEstimate(scores, { groups: test.groups }),
    baseline: 1 / test.classes,
  };
}
