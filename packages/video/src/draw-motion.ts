import type { Random } from '@axiswise/random';

/** Frames, rows, columns and the grey value. */
export const motionShape = [12, 16, 16, 1] as const;

const directions = {
  up: [-1, 0],
  down: [1, 0],
  left: [0, -1],
  right: [0, 1],
} as const;

/** Pixels a frame. Every second frame of the slow movement is the fast one. */
const speeds = { slowly: 1, fast: 2 } as const;

/** `up, slowly`, `up, fast`, …: each direction twice, which differ in speed only. */
export const motionClasses: readonly string[] = Object.keys(directions).flatMap((direction) =>
  Object.keys(speeds).map((speed) => `${direction}, ${speed}`),
);

/** How far a shape moves, in pixels: the same for both speeds, so that the length of its way tells nothing. */
const ways = { shortest: 5, longest: 8 } as const;

const noise = 0.12;

/** Whether a shape covers a point at a distance from its centre, in pixels; with soft edges, from 0 to 1. */
type Cover = (row: number, column: number, radius: number) => number;

const soft = (inside: number): number => Math.min(1, Math.max(0, inside + 0.5));

const shapes: readonly Cover[] = [
  (row, column, radius) => soft(radius - Math.hypot(row, column)),
  (row, column, radius) => soft(radius - Math.max(Math.abs(row), Math.abs(column))),
  (row, column, radius) =>
    Math.min(
      soft(radius - Math.max(Math.abs(row), Math.abs(column))),
      soft(0.45 * radius - Math.min(Math.abs(row), Math.abs(column))),
    ),
  (row, column, radius) => soft(0.8 * radius - Math.abs(Math.hypot(row, column) - 0.7 * radius)),
];

/**
 * Draws a video of a small shape that appears, moves straight on and disappears, before another shape that
 * stands still, in noise.
 *
 * The class is where it moves and how fast. What moves, how large and how bright it is, when it appears and
 * where, is drawn; no single frame tells the class, nor does the length of the way.
 *
 * @param label an index into {@link motionClasses}.
 * @returns `[time, height, width, 1]`, {@link motionShape}, from 0 to 1.
 */
export function drawMotion(label: number, random: Random): Float32Array {
  const [frames, height, width] = motionShape;
  const [down, right] = Object.values(directions)[Math.floor(label / 2)];
  const speed = Object.values(speeds)[label % 2] * random.uniform(0.9, 1.1);
  const way = random.uniform(ways.shortest, ways.longest);
  const duration = Math.min(frames, Math.floor(way / speed) + 1);
  const first = random.integer(frames - duration + 1);
  const moving = { ...drawShape(random), ...startOf(random, down, right, speed * (duration - 1)) };
  const still = {
    ...drawShape(random),
    row: random.uniform(2, height - 3),
    column: random.uniform(2, width - 3),
  };
  const video = new Float32Array(frames * height * width);
  for (let frame = 0, i = 0; frame < frames; frame++) {
    const moved = speed * (frame - first);
    const appears = frame >= first && frame < first + duration;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++, i++) {
        const behind =
          still.brightness * still.cover(row - still.row, column - still.column, still.radius);
        const before = appears
          ? moving.brightness *
            moving.cover(
              row - moving.row - down * moved,
              column - moving.column - right * moved,
              moving.radius,
            )
          : 0;
        const value = Math.max(behind, before) + noise * random.normal();
        video[i] = Math.min(1, Math.max(0, value));
      }
    }
  }
  return video;
}

function drawShape(random: Random) {
  return {
    cover: shapes[random.integer(shapes.length)],
    radius: random.uniform(1.3, 2.2),
    brightness: random.uniform(0.55, 1),
  };
}

/** A place from which a shape stays within the picture all its way. */
function startOf(random: Random, down: number, right: number, way: number) {
  const [, height, width] = motionShape;
  const along = (length: number, step: number): number => {
    const from = 1 + Math.max(0, -step * way);
    const to = length - 2 - Math.max(0, step * way);
    return random.uniform(from, to);
  };
  return { row: along(height, down), column: along(width, right) };
}
