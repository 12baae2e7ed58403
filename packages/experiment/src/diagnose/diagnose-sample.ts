import { Random } from '@axiswise/data';
import type { Diagnosis, DiagnosedAxis, Estimate, Evidence } from './diagnosis.ts';
import type { Examples } from './examples.ts';
import { intervalOverSeedsAndExamples } from './interval.ts';
import { cutPatches } from './patches.ts';
import { dropEverySecond, reorder, shiftEach } from './rearrange.ts';
import {
  type Move,
  referenceClassifier,
  regions,
  shortestAxis,
  windowLength,
} from './reference-classifier.ts';
import type { Sample } from './sample.ts';
import { type Parts, runTrial, type TrialResult } from './trial.ts';
import { judgeSliding, judgeSubsampling, notShown, type SlideEvidence } from './verdict.ts';

export interface DiagnoseSampleOptions {
  readonly seeds: number;
  readonly seed: number;
  readonly epochs: number;
  /** A loss of accuracy up to this is none, as a share of 1. */
  readonly margin: number;
  readonly onTrial?: ((done: number, total: number) => void) | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Where so much is found nothing differs any more: fewer training examples show what an axis is worth. */
const ceiling = 0.96;
const fewestForCeiling = 250;

/** What the numbers answer, before anything is known of an experiment's own declarations. */
export interface SampleDiagnosis extends Pick<
  Diagnosis,
  'chance' | 'classifiers' | 'trainExamples' | 'notes'
> {
  readonly axes: readonly Omit<DiagnosedAxis, 'declared'>[];
  /** What the classifier does that was chosen, on other examples than are scored here. */
  readonly best: Move;
}

/** Rearranges all parts alike; a part's name keeps their random streams apart. */
type Rearrange = (examples: Examples, part: keyof Parts) => Examples;

/**
 * Answers both questions for each axis of a sample by training small classifiers that differ in one
 * thing at a time: see {@link referenceClassifier}, {@link judgeSliding} and {@link judgeSubsampling}.
 */
export async function diagnoseSample(
  sample: Sample,
  options: DiagnoseSampleOptions,
): Promise<SampleDiagnosis> {
  const laboratory = new Laboratory(sample, options);
  const open = sample.axes.filter((_, i) => sample.shape[i] >= shortestAxis);
  await laboratory.stayBelowCeiling(open);
  laboratory.plan(2 ** open.length + open.length * trialsPerAxis);
  const compared = await laboratory.compareMoves(open, options.seeds);
  const chance = chanceOf(laboratory.parts.test, await sample.train(0));
  const best = bestOf(compared);
  const accuracy = intervalOverSeedsAndExamples(rightOf(best.results));
  const axes: Omit<DiagnosedAxis, 'declared'>[] = [];
  for (const [i, axis] of sample.axes.entries()) {
    const length = sample.shape[i];
    if (!open.includes(axis)) {
      const because = `${axis} has ${length} positions, too few to move a window along: at least ${shortestAxis} are needed`;
      axes.push({ axis, length, slide: notShown(because), subsample: notShown(because) });
    } else if (accuracy.low <= chance) {
      const because =
        `the best classifier finds ${percent(accuracy.value)}, not shown to be more than the most ` +
        `frequent class alone (${percent(chance)}); with more training examples it may`;
      axes.push({ axis, length, slide: notShown(because), subsample: notShown(because) });
    } else {
      axes.push({
        axis,
        length,
        slide: judgeSliding(
          await laboratory.slideEvidence(axis, best, compared),
          axis,
          options.margin,
        ),
        subsample: judgeSubsampling(
          await laboratory.subsampleEvidence(axis, best),
          axis,
          options.margin,
        ),
      });
    }
  }
  return {
    trainExamples: laboratory.trainExamples,
    notes: laboratory.notes,
    chance,
    classifiers: compared.map(({ move, parameters, results }) => ({
      move,
      parameters,
      accuracy: intervalOverSeedsAndExamples(rightOf(results)),
    })),
    axes,
    best: best.move,
  };
}

/** Classifiers trained for one axis and seed: shuffled, unshared, two shifts, two phases, patches. */
const trialsPerAxis = 7;

/** A move along all axes, and how its classifiers did, seed by seed. */
interface Compared {
  readonly move: Move;
  readonly parameters: number;
  readonly results: readonly TrialResult[];
}

/** Trains what is asked for on the sample, always with the same seeds and budget. */
class Laboratory {
  readonly #sample: Sample;
  readonly #options: DiagnoseSampleOptions;
  readonly #windows: Readonly<Record<string, number>>;
  readonly #answersArePlaces: boolean;
  readonly parts: Pick<Parts, 'choice' | 'test'>;
  trainExamples: number;
  readonly notes: string[] = [];
  #done = 0;
  #total = 0;

  constructor(sample: Sample, options: DiagnoseSampleOptions) {
    this.#sample = sample;
    this.#options = options;
    const lengths = sample.axes.map((axis, i): [string, number] => [axis, sample.shape[i]]);
    this.#windows = Object.fromEntries(
      lengths.map(([axis, length]) => [axis, windowLength(length)]),
    );
    const positions = lengths.reduce((product, [, length]) => product * length, 1);
    // As many answers as positions: the answer is one of them, like the next move on a board.
    this.#answersArePlaces = lengths.length > 1 && sample.classes === positions;
    this.trainExamples = sample.trainExamples;
    this.parts = { choice: this.#mark(sample.choice), test: this.#mark(sample.test) };
  }

  /** Halves the training examples while a first seed finds nearly everything. */
  async stayBelowCeiling(open: readonly string[]): Promise<void> {
    for (;;) {
      const half = Math.floor(this.trainExamples / 2);
      if (half < fewestForCeiling) return;
      const { results } = bestOf(await this.compareMoves(open, 1));
      const found = results[0].choiceAccuracy;
      if (found <= ceiling) return;
      const note =
        `${this.trainExamples} training examples are enough to find ${percent(found)}, where little ` +
        `differs: ${half} instead`;
      this.notes.push(note);
      this.#options.onNotice?.(note);
      this.trainExamples = half;
    }
  }

  plan(trialsPerSeed: number): void {
    this.#total = trialsPerSeed * this.#options.seeds;
  }

  /** Every way to slide or span along the axes that are open; the others are spanned. */
  async compareMoves(open: readonly string[], seeds: number): Promise<Compared[]> {
    const moves = open.reduce<Move[]>(
      (some, axis) =>
        some.flatMap((move) => [
          { ...move, [axis]: 'slide' as const },
          { ...move, [axis]: 'span' as const },
        ]),
      [Object.fromEntries(this.#sample.axes.map((axis) => [axis, 'span' as const]))],
    );
    const compared: Compared[] = [];
    for (const move of moves) {
      const { parameters } = this.#network(this.parts.test, move).totals;
      compared.push({ move, parameters, results: await this.#trials(move, { seeds }) });
    }
    return compared;
  }

  async slideEvidence(
    axis: string,
    best: Compared,
    compared: readonly Compared[],
  ): Promise<SlideEvidence> {
    const sliding = withMove(compared, { ...best.move, [axis]: 'slide' });
    const spanning = withMove(compared, { ...best.move, [axis]: 'span' });
    const opposite = (move: 'slide' | 'span'): Compared | undefined =>
      compared.length > 2
        ? withMove(compared, { ...oppositeOf(best.move), [axis]: move })
        : undefined;
    const [slidOtherwise, spannedOtherwise] = [opposite('slide'), opposite('span')];
    const slid = rightOf(sliding.results);
    const spanned = rightOf(spanning.results);
    const length = this.#sample.shape[this.#sample.axes.indexOf(axis)];
    const { seed } = this.#options;

    const shuffled = rightOf(
      await this.#trials(sliding.move, {
        rearrange: (seedIndex) => {
          const order = new Random(seed, 'diagnose', 'shuffle', axis, seedIndex).permutation(
            length,
          );
          return (examples) => reorder(examples, axis, order);
        },
      }),
    );
    const unshared = rightOf(await this.#trials(sliding.move, { unshared: axis }));
    const shifts: Evidence[] = [];
    for (const reach of [Math.max(1, Math.round(length / 8)), Math.floor(length / 2)]) {
      const shifted = rightOf(
        await this.#trials(sliding.move, {
          rearrange: (seedIndex) => (examples, part) => {
            const key = `${part} ${seedIndex}`;
            return shiftEach(examples, axis, { reach, seed, key });
          },
        }),
      );
      shifts.push({
        name: 'labels-survive-shift',
        what:
          `accuracy with every example moved along ${axis} by up to ${reach} of ${length} positions ` +
          `either way, in training and test, less accuracy with none moved`,
        estimate: intervalOverSeedsAndExamples(less(shifted, slid)),
        baseline: 0,
      });
    }
    return {
      advantage: {
        name: 'advantage-of-sliding',
        what: `accuracy of filters that slide along ${axis} less that of filters that span it`,
        estimate: intervalOverSeedsAndExamples(less(slid, spanned)),
        baseline: 0,
      },
      advantageOtherwise:
        slidOtherwise && spannedOtherwise
          ? {
              name: 'advantage-otherwise',
              what: `the same while filters do along the other axis what the best classifier does not`,
              estimate: intervalOverSeedsAndExamples(
                less(rightOf(slidOtherwise.results), rightOf(spannedOtherwise.results)),
              ),
              baseline: 0,
            }
          : null,
      advantageShuffled: {
        name: 'advantage-when-shuffled',
        what: `the same with the positions of ${axis} in another order, which spanning cannot tell`,
        estimate: intervalOverSeedsAndExamples(less(shuffled, spanned)),
        baseline: 0,
      },
      lostByShuffling: {
        name: 'lost-by-shuffling',
        what: `how much of the advantage of sliding along ${axis} goes with the order of its positions`,
        estimate: intervalOverSeedsAndExamples(less(slid, shuffled)),
        baseline: 0,
      },
      sharing: {
        name: 'advantage-of-sharing',
        what:
          `accuracy with the same filters all along ${axis} less accuracy with filters of its own for ` +
          `each of ${regions} parts`,
        estimate: intervalOverSeedsAndExamples(less(slid, unshared)),
        baseline: 0,
      },
      shifts,
      patches: await this.#patchEvidence(axis),
    };
  }

  async subsampleEvidence(
    axis: string,
    best: Compared,
  ): Promise<{ before: Evidence; after: Evidence; loss: Evidence }> {
    const before = rightOf(best.results);
    const phases: (readonly Float64Array[])[] = [];
    for (const phase of [0, 1] as const) {
      const thin: Rearrange = (examples) => dropEverySecond(examples, axis, phase);
      phases.push(rightOf(await this.#trials(best.move, { rearrange: () => thin })));
    }
    const [even, odd] = phases;
    const after = even.map((row, s) => row.map((right, i) => (right + odd[s][i]) / 2));
    const accuracy = (what: string, rows: readonly Float64Array[]): Evidence => ({
      name: `accuracy-${what === 'all' ? 'before' : 'after'}`,
      what:
        what === 'all'
          ? `accuracy of the best classifier with all positions of ${axis}`
          : `accuracy of the same classifier, trained and scored with every second one, each shown twice`,
      estimate: intervalOverSeedsAndExamples(rows),
      baseline: chanceOf(this.parts.test, this.parts.choice),
    });
    return {
      before: accuracy('all', before),
      after: accuracy('half', after),
      loss: {
        name: 'loss-by-subsampling',
        what: `accuracy lost by dropping every second position of ${axis}, the mean of both ways`,
        estimate: intervalOverSeedsAndExamples(less(before, after)),
        baseline: 0,
      },
    };
  }

  /** A network with one hidden layer, asked of a patch: which part of the axis is it from? */
  async #patchEvidence(axis: string): Promise<Evidence | null> {
    const windows = this.#sample.axes.map((name) => this.#windows[name]);
    const results: Float64Array[] = [];
    let baseline = 1 / regions;
    for (let seedIndex = 0; seedIndex < this.#options.seeds; seedIndex++) {
      const seed = this.#seedOf(seedIndex);
      const cut = (examples: Examples, key: keyof Parts): Examples =>
        cutPatches(examples, axis, {
          windows,
          perExample: key === 'train' ? 'all' : 'one',
          seed: this.#options.seed,
          // The same patches are scored with every seed: they are what the interval is over.
          key: key === 'train' ? `${key} ${seedIndex}` : key,
        });
      const parts: Parts = {
        train: cut(await this.#sample.train(seedIndex, this.trainExamples), 'train'),
        choice: cut(this.parts.choice, 'choice'),
        test: cut(this.parts.test, 'test'),
      };
      if (Object.values(parts).some(({ labels }) => labels.length < 4 * regions)) {
        this.#done += this.#options.seeds - seedIndex;
        return null;
      }
      baseline = 1 / regions;
      const spanAll = Object.fromEntries(this.#sample.axes.map((name) => [name, 'span' as const]));
      const network = referenceClassifier(parts.train, { move: spanAll, windows: {} });
      // Four patches an example: a quarter of the epochs is the same budget.
      const epochs = Math.max(2, Math.ceil(this.#options.epochs / regions));
      const { correct } = await runTrial(network, parts, { seed, epochs });
      results.push(Float64Array.from(correct));
      this.#tick();
    }
    return {
      name: 'patch-tells-position',
      what:
        `how often a patch of ${windows.join(' × ')} positions tells from which of ${regions} parts of ` +
        `${axis} it was cut`,
      estimate: intervalOverSeedsAndExamples(results),
      baseline,
    };
  }

  /** One classifier for each seed. */
  async #trials(
    move: Move,
    options: {
      readonly rearrange?: (seedIndex: number) => Rearrange;
      readonly unshared?: string;
      readonly seeds?: number;
    } = {},
  ): Promise<TrialResult[]> {
    const { rearrange: rearrangeFor = () => (examples: Examples) => examples, unshared } = options;
    const results: TrialResult[] = [];
    for (let seedIndex = 0; seedIndex < (options.seeds ?? this.#options.seeds); seedIndex++) {
      const rearrange = rearrangeFor(seedIndex);
      const parts: Parts = {
        train: rearrange(
          this.#mark(await this.#sample.train(seedIndex, this.trainExamples)),
          'train',
        ),
        choice: rearrange(this.parts.choice, 'choice'),
        test: rearrange(this.parts.test, 'test'),
      };
      const network = this.#network(parts.train, move, unshared);
      const { epochs } = this.#options;
      results.push(await runTrial(network, parts, { seed: this.#seedOf(seedIndex), epochs }));
      this.#tick();
    }
    return results;
  }

  #network(examples: Examples, move: Move, unshared?: string) {
    return referenceClassifier(examples, {
      move,
      windows: this.#windows,
      ...(unshared !== undefined && { unshared }),
    });
  }

  #mark(examples: Examples): Examples {
    return this.#answersArePlaces ? { ...examples, answersArePlaces: true } : examples;
  }

  #seedOf(seedIndex: number): number {
    return new Random(this.#options.seed, 'diagnose', 'classifier', seedIndex).uint32();
  }

  #tick(): void {
    if (this.#total > 0) this.#options.onTrial?.(++this.#done, this.#total);
  }
}

const rightOf = (results: readonly TrialResult[]): Float64Array[] =>
  results.map(({ correct }) => Float64Array.from(correct));

/** Differences of scores, paired by seed and example. */
const less = (a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] =>
  a.map((row, s) => row.map((score, i) => score - b[s][i]));

const withMove = (compared: readonly Compared[], wanted: Move): Compared =>
  compared.find(({ move }) => Object.keys(wanted).every((axis) => move[axis] === wanted[axis]))!;

const oppositeOf = (move: Move): Move =>
  Object.fromEntries(
    Object.entries(move).map(([axis, way]) => [axis, way === 'slide' ? 'span' : 'slide']),
  );

/** By the examples that are there to choose by, so that what is scored is not what was chosen for. */
function bestOf(compared: readonly Compared[]): Compared {
  const score = ({ results }: Compared): number =>
    results.reduce((sum, { choiceAccuracy }) => sum + choiceAccuracy, 0);
  return compared.reduce((best, each) => (score(each) > score(best) ? each : best));
}

/** How often the most frequent class of some examples is right for others. */
function chanceOf(scored: Examples, seen: Examples): number {
  const counts = new Uint32Array(seen.classes);
  for (const label of seen.labels) counts[label]++;
  const most = counts.indexOf(Math.max(...counts));
  return scored.labels.filter((label) => label === most).length / scored.labels.length;
}

const percent = (value: Estimate['value']): string => `${(100 * value).toFixed(1)} %`;
