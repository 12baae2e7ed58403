import { count, percent } from '@axiswise/messages';
import type { Estimate, Evidence, NeededExamples } from '../diagnosis.ts';

/**
 * A share of examples as people count: `7 of 100`, and below two in a hundred `12 of 1,000`.
 *
 * @param what is counted: `more`, `fewer`; without it the plain number.
 */
export function outOf(share: number, what = ''): string {
  const size = Math.abs(share);
  const base = size < 0.0195 ? 1000 : 100;
  return `${Math.round(size * base)} ${what === '' ? '' : `${what} `}of ${count(base)}`;
}

/** `+7.1 points`, with a proper minus. */
const points = (value: number): string => {
  const written = Math.abs(100 * value).toFixed(1);
  return Number(written) === 0 ? written : `${value < 0 ? '−' : '+'}${written}`;
};

/** The exact numbers of a difference: `+2.1 points, 95 % interval +1.0 to +3.2`. */
export const exactly = ({ value, low, high }: Estimate): string =>
  `${points(value)} points, 95 % interval ${points(low)} to ${points(high)}`;

/** The exact numbers of an accuracy: `71.2 %, 95 % interval 68.0 to 74.4`. */
export const exactShare = ({ value, low, high }: Estimate): string =>
  `${(100 * value).toFixed(1)} %, 95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;

/** `2 points`, `1 point`, `1.5 points`. */
export const pointsOf = (share: number): string => {
  const size = Number(Math.abs(100 * share).toFixed(1));
  return `${size} ${size === 1 ? 'point' : 'points'}`;
};

/** How the scores of a task are spoken of. All values are shares of 1. */
export interface ScoreWords {
  /** What is measured: `accuracy`. */
  readonly name: string;
  /** The constant prediction, behind "not shown to be more than". */
  readonly constant: string;
  /** The same where evidence is described, behind "less that of". */
  readonly constantInEvidence: string;
  /** What several filters do against others: `get 7 more of 100 examples right`. */
  they(more: number): string;
  /** The same of one network: `it gets 7 fewer of 100 examples right`. */
  it(more: number): string;
  /** A difference by itself: `7 more of 100 examples`. */
  difference(more: number): string;
  /** What is lost: `7 more of 100 examples go wrong`. */
  lost(loss: number): string;
  /** What the best network reaches: `the best classifier gets 71.0 % right`. */
  best(value: number): string;
}

const examplesOf = (value: number): string =>
  `${outOf(value, value < 0 ? 'fewer' : 'more')} examples`;

/** Of a classification: examples are right or wrong, and are counted. */
export const accuracyWords: ScoreWords = {
  name: 'accuracy',
  constant: 'the most frequent class alone',
  constantInEvidence: 'always predicting the most frequent class',
  they: (more) => `get ${examplesOf(more)} right`,
  it: (more) => `it gets ${examplesOf(more)} right`,
  difference: examplesOf,
  lost: (loss) => `${examplesOf(loss)} go wrong`,
  best: (value) => `the best classifier gets ${percent(value, 1)} right`,
};

/** Of another task: its score, in points. */
export function wordsOfScore(name: string, constant: string): ScoreWords {
  const higher = (more: number): string => `${pointsOf(more)} ${more < 0 ? 'lower' : 'higher'}`;
  return {
    name,
    constant,
    constantInEvidence: constant.replace(/^that of /, ''),
    they: (more) => `have a ${name} that is ${higher(more)}`,
    it: (more) => `its ${name} is ${higher(more)}`,
    difference: higher,
    lost: (loss) => `the ${name} is ${higher(-loss)}`,
    best: (value) => `the best network has a ${name} of ${percent(value, 1)}`,
  };
}

/** How often chance alone makes such a difference; empty where that is not known. */
export function byChance({ p }: Evidence): string {
  if (p === undefined) return '';
  return `chance alone explains such a difference ${howOften(p)}`;
}

function howOften(p: number): string {
  if (p < 0.001) return 'less than once in a thousand';
  const [times, of] = p < 0.01 ? [p * 1000, 'a thousand'] : [p * 100, 'a hundred'];
  const whole = Math.round(times);
  return `about ${whole === 1 ? 'once' : `${whole} times`} in ${of}`;
}

/** How many examples would be needed, and what for. */
export function neededWords(
  needed: NeededExamples,
  measured: Evidence,
  { testExamples, seeds }: { readonly testExamples: number; readonly seeds: number },
): string {
  const { value } = measured.estimate;
  const isStated = Math.abs(needed.toShow - value) > 1e-9;
  const { against } = needed;
  // What is allowed has the sign of a loss.
  const loss = Math.sign(against) * needed.toShow;
  const what =
    against === 0
      ? `a difference of ${pointsOf(needed.toShow)}`
      : loss > 0
        ? `that a loss of ${pointsOf(loss)} stays within the ${pointsOf(against)} that are allowed`
        : `that no more is lost than the ${pointsOf(against)} that are allowed`;
  if (needed.testExamples <= testExamples && needed.seeds <= seeds) {
    return (
      `The ${count(testExamples)} test examples would have shown ${what}; if there is a difference, ` +
      `it is smaller`
    );
  }
  const here = isStated ? ` (here it was ${pointsOf(value)})` : '';
  const moreSeeds = `${count(needed.seeds)} seeds instead of ${count(seeds)}`;
  if (needed.testExamples <= testExamples) {
    return `About ${moreSeeds} would be needed to show ${what}${here}; the test examples are enough`;
  }
  return (
    `About ${count(twoDigits(needed.testExamples))} test examples${needed.seeds > seeds ? ` and ${moreSeeds}` : ''} ` +
    `would be needed to show ${what}${here}, and there were ${count(testExamples)}`
  );
}

/** Rounded up to two digits: more would claim to know the variance better than it is known. */
function twoDigits(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}

/** Sentences from clauses: each begins with a capital, and none but the last clause ends with a stop. */
export const sentences = (...clauses: readonly string[]): string =>
  clauses
    .filter((clause) => clause !== '')
    .map((clause) => clause.charAt(0).toUpperCase() + clause.slice(1))
    .join('. ');
