/**
 * Moves labels on a line apart until none overlap, each as little as possible.
 *
 * Labels that touch form a block at the mean of the wanted positions of its members.
 *
 * @param wanted the wanted position of the middle of each label.
 * @param sizes the length of each label along the line.
 * @param range the allowed range; too many labels extend beyond its end.
 * @returns the positions of the middles, in the given order.
 */
export function spread(
  wanted: readonly number[],
  sizes: readonly number[],
  range: readonly [number, number],
): number[] {
  interface Block {
    readonly members: readonly number[];
    readonly length: number;
    readonly start: number;
  }
  const [from, to] = range;
  const blockOf = (members: readonly number[]): Block => {
    const length = members.reduce((sum, i) => sum + sizes[i], 0);
    let before = 0;
    let start = 0;
    for (const i of members) {
      start += (wanted[i] - sizes[i] / 2 - before) / members.length;
      before += sizes[i];
    }
    return { members, length, start: Math.max(from, Math.min(start, to - length)) };
  };
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const blocks: Block[] = [];
  for (const i of order) {
    let block = blockOf([i]);
    for (let last = blocks.at(-1); last && last.start + last.length > block.start;) {
      blocks.pop();
      block = blockOf([...last.members, ...block.members]);
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  const middles: number[] = [];
  for (const { members, start } of blocks) {
    let at = start;
    for (const i of members) {
      middles[i] = at + sizes[i] / 2;
      at += sizes[i];
    }
  }
  return middles;
}
