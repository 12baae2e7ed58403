import type { Random } from '@axiswise/random';

/** Positions of an output in order: all, or a number of them drawn without repetition. */
export function samplePositions(total: number, wanted: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: total }, (_, i) => i);
  if (wanted >= total) return all;
  const count = Math.max(1, wanted);
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(total - i);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all.slice(0, count).sort();
}
