import { Random } from '@axiswise/random';
import type { Groups, Scores } from './scores.ts';
import type { VarianceComponents } from './variance-components.ts';

/**
 * Variance of the mean by the pigeonhole bootstrap (Owen 2007): seeds are drawn with replacement, and
 * independently of them examples or whole groups; the scores where they cross are averaged.
 *
 * Drawing n of n falls short by n / (n - 1), which is put back for the seeds. The residual varies with the
 * seeds, with the examples and where they cross: it is counted thrice.
 */
export function drawnVariance(
  scores: Scores,
  { seeds: ofSeeds, residual }: Pick<VarianceComponents, 'seeds' | 'residual'>,
  groups: Groups = Int32Array.from(scores[0], (_, example) => example),
): number {
  const random = new Random(0, 'bootstrap');
  const draws = 4000;
  const seeds = scores.length;
  const members = new Map<number, number[]>();
  for (let i = 0; i < groups.length; i++) {
    members.set(groups[i], [...(members.get(groups[i]) ?? []), i]);
  }
  const ofGroup = [...members.values()];
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < draws; draw++) {
    const drawnSeeds = scores.map(() => scores[random.integer(seeds)]);
    let total = 0;
    let count = 0;
    for (let g = 0; g < ofGroup.length; g++) {
      for (const example of ofGroup[random.integer(ofGroup.length)]) {
        for (const ofSeed of drawnSeeds) total += ofSeed[example];
        count += seeds;
      }
    }
    sum += total / count;
    squares += (total / count) ** 2;
  }
  const drawn = (squares - sum ** 2 / draws) / (draws - 1);
  return drawn + (ofSeeds + residual) / seeds - 2 * residual;
}
