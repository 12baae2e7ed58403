// Rows picked and summed by index, as an embedding and its gradient do.

import { addTo, F, V } from './vectors';

/** Copies rows of `size` floats: `to[i] = from[picks[i]]`, or zeros where the pick is negative. */
export function gatherRows(from: usize, picks: usize, count: i32, size: i32, to: usize): void {
  const length = <usize>size * F;
  const vectors = length & ~(V - 1);
  for (let i: usize = 0; i < <usize>count; i++, to += length) {
    const pick = i32.load(picks + i * 4);
    if (pick < 0) {
      memory.fill(to, 0, length);
      continue;
    }
    const row = from + <usize>pick * length;
    let at: usize = 0;
    for (; at < vectors; at += V) v128.store(to + at, v128.load(row + at));
    for (; at < length; at += F) i32.store(to + at, i32.load(row + at));
  }
}

/** Adds rows of `size` floats: `to[segments[i]] += from[i]`; others than `segmentCount` are ignored. */
export function addRows(
  from: usize, segments: usize, count: i32, size: i32, segmentCount: i32, to: usize,
): void {
  const length = <usize>size * F;
  const vectors = length & ~(V - 1);
  for (let i: usize = 0; i < <usize>count; i++, from += length) {
    const segment = i32.load(segments + i * 4);
    if (segment < 0 || segment >= segmentCount) continue;
    const row = to + <usize>segment * length;
    let at: usize = 0;
    for (; at < vectors; at += V) addTo(row + at, v128.load(from + at));
    for (; at < length; at += F) f32.store(row + at, f32.load(row + at) + f32.load(from + at));
  }
}
