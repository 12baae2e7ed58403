import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { drawMotion, motionClasses, motionShape } from './draw-motion.ts';
import { motion } from './motion.ts';

const [frames, height, width] = motionShape;

/** The centre of what changes against the frame before, per frame; undefined where nothing much changes. */
function appearing(video: Float32Array): ({ row: number; column: number } | undefined)[] {
  const size = height * width;
  const rest = Float32Array.from({ length: size }, (_, i) =>
    Math.min(...Array.from({ length: frames }, (_, frame) => video[frame * size + i])),
  );
  return Array.from({ length: frames }, (_, frame) => {
    let [sum, row, column] = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      // What is brighter than at the darkest moment of this pixel, far above the noise.
      const more = video[frame * size + i] - rest[i];
      if (more < 0.45) continue;
      sum += more;
      row += more * Math.floor(i / width);
      column += more * (i % width);
    }
    return sum > 1.5 ? { row: row / sum, column: column / sum } : undefined;
  });
}

describe('videos of moving shapes', () => {
  it('move where their class says, as fast as it says', () => {
    for (const [label, name] of motionClasses.entries()) {
      const steps: { down: number; right: number }[] = [];
      for (let i = 0; i < 20; i++) {
        const centres = appearing(drawMotion(label, new Random(1, 'test', label, i)));
        for (let frame = 1; frame < frames; frame++) {
          const [before, after] = [centres[frame - 1], centres[frame]];
          if (!before || !after) continue;
          steps.push({ down: after.row - before.row, right: after.column - before.column });
        }
      }
      const median = (numbers: number[]): number =>
        numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
      const [direction, speed] = name.split(', ');
      const pixels = speed === 'fast' ? 2 : 1;
      const [down, right] = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] }[direction]!;
      expect(median(steps.map((step) => step.down)), name).toBeCloseTo(down * pixels, 0);
      expect(median(steps.map((step) => step.right)), name).toBeCloseTo(right * pixels, 0);
    }
  });

  it('with every second frame dropped, what was slow is fast', () => {
    const label = motionClasses.indexOf('right, slowly');
    const steps: number[] = [];
    for (let i = 0; i < 40; i++) {
      const centres = appearing(drawMotion(label, new Random(2, 'test', i)));
      for (let frame = 2; frame < frames; frame += 2) {
        const [before, after] = [centres[frame - 2], centres[frame]];
        if (before && after) steps.push(after.column - before.column);
      }
    }
    steps.sort((a, b) => a - b);
    expect(steps[Math.floor(steps.length / 2)]).toBeCloseTo(2, 0);
  });

  it('have values from 0 to 1, the same for the same stream', () => {
    const video = drawMotion(3, new Random(5, 'one'));
    expect(video).toHaveLength(frames * height * width);
    expect(video.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(drawMotion(3, new Random(5, 'one'))).toEqual(video);
    expect(drawMotion(3, new Random(6, 'one'))).not.toEqual(video);
  });
});

describe('motion', () => {
  it('has videos over time, height and width in eight classes', async () => {
    const options = { train: '16', test: '8' };
    const dataset = await motion.load({ dataDir: '/nowhere', seed: 0, options });
    expect(dataset.axes).toEqual(['time', 'height', 'width']);
    expect(dataset.shape).toEqual([12, 16, 16, 1]);
    expect(dataset.classes).toEqual(motionClasses);
    expect([...dataset.splits.test.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
