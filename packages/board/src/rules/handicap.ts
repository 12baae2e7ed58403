/**
 * Lists the points of a fixed handicap, in the order of the Go Text Protocol (version 2, section
 * 4.1.1): 2 to 9 stones on odd boards from 9×9, up to 4 on 7×7 and even ones; undefined for other
 * numbers of stones.
 *
 * @example
 * handicapPoints(2)?.map((point) => gtpName(point)); // ['D4', 'Q16']
 */
export function handicapPoints(stones: number, size = 19): number[] | undefined {
  const most = size < 7 || size > 25 ? 0 : size % 2 === 0 || size === 7 ? 4 : 9;
  if (!(Number.isInteger(stones) && stones >= 2 && stones <= most)) return undefined;
  const edge = size < 12 ? 2 : 3; // the third line, from 12×12 the fourth
  const [low, middle, high] = [edge, (size - 1) / 2, size - 1 - edge];
  // [column, row counted from the bottom], as in the table of the protocol.
  const corners = [
    [low, low],
    [high, high],
    [low, high],
    [high, low],
  ];
  const sides = [
    [low, middle],
    [high, middle],
    [middle, low],
    [middle, high],
  ];
  const centre = stones >= 5 && stones % 2 === 1 ? [[middle, middle]] : [];
  const even = stones - centre.length;
  const places = [...corners.slice(0, even), ...sides.slice(0, Math.max(0, even - 4)), ...centre];
  return places.map(([column, row]) => (size - 1 - row) * size + column);
}
