import { aheadIn } from '@axiswise/statistics';
import type { ComparedPair, ComparedStrategy } from './comparison.ts';

/** What a comparison allows to say of one strategy beside another. */
export type PairOutcome = 'better' | 'worse' | 'not shown' | 'not testable';

type Checked = Pick<ComparedStrategy, 'name' | 'trained'>;

/**
 * Says whether a strategy of a pair is better than the other one: `not shown` where the numbers allow neither,
 * `not testable` where they say nothing of filters ({@link untestableBecause}).
 *
 * @param better which scores are better; those of accuracy by default.
 */
export function outcomeOfPair(
  strategy: string,
  pair: ComparedPair,
  compared: readonly Checked[],
  better: 'higher' | 'lower' = 'higher',
): PairOutcome {
  const ahead = aheadIn(pair, better);
  if (untestableBecause([pair.a, pair.b], compared, ahead).length > 0) return 'not testable';
  if (ahead === undefined) return 'not shown';
  return ahead === strategy ? 'better' : 'worse';
}

/**
 * Why a difference between two strategies says nothing of their filters, whichever way it goes, in words; empty
 * where it does.
 *
 * Both must have trained. Where one was stopped early, more epochs might close the difference, with one
 * exception: where the one that was stopped early is the better one already, more epochs could only widen it.
 *
 * @param ahead the one of them that is shown to be better, where that is the question.
 */
export const untestableBecause = (
  names: readonly [string, string],
  compared: readonly Checked[],
  ahead: string | undefined,
): string[] =>
  names.flatMap((name) => {
    const trained = compared.find((each) => each.name === name)?.trained;
    const isSound =
      !trained ||
      trained.verdict === 'trained' ||
      (trained.verdict === 'stopped early' && name === ahead);
    return isSound ? [] : [untrainedWords(name, trained)];
  });

const untrainedWords = (
  name: string,
  { verdict, because }: NonNullable<ComparedStrategy['trained']>,
): string =>
  `${name} ${verdict === 'not trained' ? 'did not train' : 'was stopped early'}: ${because.join('; ')}`;
