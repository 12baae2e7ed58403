import type { Evidence } from './diagnosis.ts';
import type { Examples } from './examples.ts';
import type { Laboratory } from './laboratory.ts';
import { cutPatches } from './patches.ts';
import { type Move, referenceClassifier, regions } from './reference-classifier.ts';
import { accuracyOf } from './scores.ts';
import type { Parts } from './trial.ts';

/**
 * Asks a network with one hidden layer which part of the axis a patch was cut from.
 *
 * Null where there are too few patches with anything in them.
 */
export async function patchEvidence(
  laboratory: Laboratory,
  axis: string,
): Promise<Evidence | null> {
  const { sample, options, windows } = laboratory;
  const extent = sample.axes.map((name) => windows[name]);
  const cut = (examples: Examples, part: keyof Parts, seedIndex: number): Examples =>
    cutPatches(examples, axis, {
      windows: extent,
      perExample: part === 'train' ? 'all' : 'one',
      seed: options.seed,
      key: part === 'train' ? `${part} ${seedIndex}` : part,
    });
  // The same patches are scored with every seed: they are what the interval is over.
  const choice = cut(laboratory.parts.choice, 'choice', 0);
  const test = cut(laboratory.parts.test, 'test', 0);
  const scores: Float64Array[] = [];
  for (let seedIndex = 0; seedIndex < options.seeds; seedIndex++) {
    const parts: Parts = {
      train: cut(await laboratory.train(seedIndex), 'train', seedIndex),
      choice,
      test,
    };
    if (Object.values(parts).some(({ labels }) => labels.length < 4 * regions)) return null;
    const spanAll: Move = Object.fromEntries(sample.axes.map((name) => [name, 'span']));
    const network = referenceClassifier(parts.train, { move: spanAll, windows: {} });
    // Several patches an example: so many fewer epochs are the same budget.
    const epochs = Math.max(2, Math.ceil(options.epochs / parts.train.classes));
    const { correct } = await laboratory.trial(network, parts, seedIndex, epochs);
    scores.push(Float64Array.from(correct));
  }
  return {
    name: 'patch-tells-position',
    what:
      `how often a patch of ${extent.join(' × ')} positions tells from which of ${choice.classes} parts of ` +
      `${axis} it was cut`,
    estimate: accuracyOf(scores),
    baseline: 1 / choice.classes,
  };
}
