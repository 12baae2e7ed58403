import { Random } from '@axiswise/random';

type Color = readonly [red: number, green: number, blue: number];
/** The colour of an infinite texture at a point, in pixels. */
type Texture = (x: number, y: number) => Color;
type Family = (random: Random, palette: readonly Color[]) => Texture;

/** Smooth noise from −1 to 1 with features of `size` pixels. */
function noise(random: Random, size: number): (x: number, y: number) => number {
  const waves = Array.from({ length: 12 }, () => {
    const angle = random.uniform(0, 2 * Math.PI);
    const frequency = ((2 * Math.PI) / size) * random.uniform(0.4, 1.3);
    return {
      x: Math.cos(angle) * frequency,
      y: Math.sin(angle) * frequency,
      phase: random.uniform(0, 2 * Math.PI),
    };
  });
  return (x, y) => {
    let sum = 0;
    for (const wave of waves) sum += Math.cos(wave.x * x + wave.y * y + wave.phase);
    return Math.max(-1, Math.min(1, sum / 4));
  };
}

/** The two nearest of random points, one in each cell of a grid. */
function scatter(random: Random, size: number) {
  // A table instead of the stream: a cell's point does not depend on the order of queries.
  const table = Array.from({ length: 256 }, () => [random.uniform(), random.uniform()] as const);
  const hash = (i: number, j: number): number =>
    (Math.imul(i, 0x9e3779b1) ^ Math.imul(j, 0x85ebca6b)) >>> 24;
  return (x: number, y: number) => {
    const i = Math.floor(x / size);
    const j = Math.floor(y / size);
    let first = { distance: Infinity, id: 0, dx: 0, dy: 0 };
    let second = first;
    for (let a = i - 1; a <= i + 1; a++) {
      for (let b = j - 1; b <= j + 1; b++) {
        const id = hash(a, b);
        const dx = x / size - a - table[id][0];
        const dy = y / size - b - table[id][1];
        const found = { distance: Math.hypot(dx, dy), id, dx, dy };
        if (found.distance < first.distance) [first, second] = [found, first];
        else if (found.distance < second.distance) second = found;
      }
    }
    return { first, second };
  };
}

const mix = (a: Color, b: Color, share: number): Color => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

const families: Record<string, Family> = {
  stripes: (random, palette) => {
    const angle = random.uniform(0, Math.PI);
    const width = random.uniform(3, 10);
    const bend = noise(random, 40);
    const bending = random.uniform(0, 8);
    return (x, y) => {
      const across = x * Math.cos(angle) + y * Math.sin(angle) + bending * bend(x, y);
      return palette[Math.floor(across / width) & 3];
    };
  },
  bricks: (random, palette) => {
    const width = random.uniform(8, 18);
    const height = random.uniform(5, 10);
    return (x, y) => {
      const row = Math.floor(y / height);
      const along = x / width + (row & 1) / 2;
      const joint = y - row * height < 1.3 || (along - Math.floor(along)) * width < 1.3;
      return joint ? palette[0] : palette[1 + ((Math.floor(along) * 7 + row * 3) & 1)];
    };
  },
  cells: (random, palette) => {
    const cell = scatter(random, random.uniform(8, 20));
    return (x, y) => palette[cell(x, y).first.id & 3];
  },
  glass: (random, palette) => {
    const cell = scatter(random, random.uniform(9, 20));
    return (x, y) => {
      const { first, second } = cell(x, y);
      return second.distance - first.distance < 0.15 ? palette[0] : palette[1 + (first.id % 3)];
    };
  },
  clouds: (random, palette) => {
    const [coarse, fine, choice] = [noise(random, 30), noise(random, 8), noise(random, 50)];
    return (x, y) => {
      const share = 0.5 + 0.35 * coarse(x, y) + 0.25 * fine(x, y);
      return mix(mix(palette[0], palette[1], share), palette[2], 0.5 + 0.5 * choice(x, y));
    };
  },
  spots: (random, palette) => {
    const cell = scatter(random, random.uniform(9, 18));
    const radius = random.uniform(0.25, 0.45);
    return (x, y) => {
      const { first } = cell(x, y);
      return first.distance < radius ? palette[1 + (first.id % 3)] : palette[0];
    };
  },
  rings: (random, palette) => {
    const cell = scatter(random, random.uniform(14, 26));
    const width = random.uniform(0.1, 0.2);
    return (x, y) => palette[Math.floor(cell(x, y).first.distance / width) & 3];
  },
  strokes: (random, palette) => {
    const cell = scatter(random, random.uniform(5, 9));
    const angle = random.uniform(0, Math.PI);
    const stretch = random.uniform(2, 4);
    const ground = noise(random, 40);
    return (x, y) => {
      const along = (x * Math.cos(angle) + y * Math.sin(angle)) / stretch;
      const across = y * Math.cos(angle) - x * Math.sin(angle);
      const { first } = cell(along, across);
      const shade = first.id & (ground(x, y) > 0 ? 1 : 3);
      return mix(palette[shade], palette[3], 0.4 * first.distance);
    };
  },
  crossing: (random, palette) => {
    const width = random.uniform(4, 9);
    const angle = random.uniform(0, Math.PI);
    return (x, y) => {
      const a = Math.floor((x * Math.cos(angle) + y * Math.sin(angle)) / width);
      const b = Math.floor((y * Math.cos(angle) - x * Math.sin(angle)) / width);
      return mix(palette[a & 1], palette[2 + (b & 1)], 0.5);
    };
  },
  swirls: (random, palette) => {
    const cell = scatter(random, random.uniform(18, 30));
    const arms = 1 + random.integer(3);
    const winding = random.uniform(6, 14);
    return (x, y) => {
      const { first } = cell(x, y);
      const turn = Math.atan2(first.dy, first.dx) * arms + winding * first.distance;
      return palette[Math.floor(((turn / Math.PI) % 2) + 2) & 3];
    };
  },
  contours: (random, palette) => {
    const height = noise(random, random.uniform(15, 35));
    const steps = random.uniform(4, 9);
    return (x, y) => palette[Math.floor((height(x, y) + 1) * steps) & 3];
  },
  grain: (random, palette) => {
    const fine = noise(random, random.uniform(3, 6));
    const coarse = noise(random, 30);
    return (x, y) => mix(palette[coarse(x, y) > 0 ? 0 : 1], palette[2], fine(x, y) > 0.2 ? 1 : 0);
  },
};

const names = Object.keys(families);

/**
 * Draws a piece of a generated texture: stripes, bricks, cells, glass, clouds, spots, rings,
 * strokes, lattices, swirls, contours or grain, in four colours.
 *
 * @param kind the number of the texture, from 0; equal numbers give equal textures.
 * @param random decides the position, rotation, size and light of the piece.
 * @returns `[side, side, 3]`, from 0 to 1.
 */
export function drawTexture(kind: number, random: Random, side: number): Float32Array {
  const own = new Random(kind, 'texture');
  const palette = Array.from({ length: 4 }, (): Color => [
    own.uniform(),
    own.uniform(),
    own.uniform(),
  ]);
  const colorAt = families[names[kind % names.length]](own, palette);
  const [x0, y0] = [random.uniform(-1000, 1000), random.uniform(-1000, 1000)];
  const angle = random.normal(0, 0.15);
  const scale = Math.exp(random.normal(0, 0.15));
  const light = random.uniform(0.8, 1.2);
  const pixels = new Float32Array(side * side * 3);
  // Four samples per pixel, so that edges look as in a photograph.
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = (row * side + column) * 3;
      for (const [dx, dy] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ]) {
        const [x, y] = [(column + dx) * scale, (row + dy) * scale];
        const color = colorAt(
          x0 + x * Math.cos(angle) - y * Math.sin(angle),
          y0 + x * Math.sin(angle) + y * Math.cos(angle),
        );
        for (let c = 0; c < 3; c++) pixels[at + c] += color[c] / 4;
      }
      for (let c = 0; c < 3; c++) {
        const value = light * pixels[at + c] + random.normal(0, 0.02);
        pixels[at + c] = Math.min(1, Math.max(0, value));
      }
    }
  }
  return pixels;
}
