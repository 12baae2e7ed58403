import {
  block,
  checkStrategy,
  defineAxes,
  deriveNetwork,
  inputOf,
  no,
  type Strategy,
  yes,
} from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import { diagnosedAxis, diagnosisOf } from './diagnosis.fixture.ts';
import { proposeStrategies } from './propose-strategies.ts';

/** Each strategy in a word: `slide 5 pool 2, span`. */
const inWords = (strategies: Readonly<Record<string, Strategy>>) =>
  Object.fromEntries(
    Object.entries(strategies).map(([name, { blocks }]) => [
      name,
      blocks
        .map(({ move, pool = {} }) =>
          Object.keys(move)
            .map((axis) => {
              const each = move[axis];
              const moves = each.move === 'slide' ? `slide ${each.kernelSize}` : 'span';
              const pooled = pool[axis];
              return pooled
                ? `${moves} pool ${pooled.size}${pooled.control ? ' all the same' : ''}`
                : moves;
            })
            .join(', '),
        )
        .join('; '),
    ]),
  );

describe('strategies', () => {
  it('of a picture, whose axes are alike', () => {
    const alike = { slide: 'yes', subsample: 'yes' } as const;
    const axes = [diagnosedAxis('height', 32, alike), diagnosedAxis('width', 28, alike)];
    const move = { height: 'slide', width: 'slide' } as const;
    expect(inWords(proposeStrategies(diagnosisOf(axes, move), 2))).toEqual({
      'slide-both': 'slide 6 pool 2, slide 6 pool 2; slide 3 pool 2, slide 3 pool 2',
      'slide-width': 'span, slide 6 pool 2; span, slide 3 pool 2',
      'slide-height': 'slide 6 pool 2, span; slide 3 pool 2, span',
      'span-both': 'span, span; span, span',
      'slide-both-no-pooling': 'slide 6, slide 6; slide 3, slide 3',
    });
  });

  it('of videos: names say along which axes filters slide', () => {
    const alike = { slide: 'yes', subsample: 'yes' } as const;
    const axes = [
      diagnosedAxis('time', 12, { slide: 'yes', subsample: 'no' }),
      diagnosedAxis('height', 16, alike),
      diagnosedAxis('width', 16, alike),
    ];
    const move = { time: 'slide', height: 'slide', width: 'slide' } as const;
    expect(Object.keys(proposeStrategies(diagnosisOf(axes, move), 1))).toEqual([
      'slide-all',
      'slide-height-width',
      'slide-time-width',
      'slide-time-height',
      'span-all',
      'slide-all-pooling',
    ]);
  });

  it('of sensors over time: the other choice for each, and pooling that is not shown to be allowed', () => {
    const axes = [
      diagnosedAxis('sensor', 6, { slide: 'no', subsample: 'not shown' }),
      diagnosedAxis('time', 128, { slide: 'yes', subsample: 'not shown' }),
    ];
    const proposed = proposeStrategies(diagnosisOf(axes, { sensor: 'span', time: 'slide' }), 2);
    expect(inWords(proposed)).toEqual({
      'slide-time': 'span, slide 7',
      'slide-both': 'slide 3, slide 7',
      'span-both': 'span, span',
      'slide-time-pooling': 'span, slide 7 pool 4 all the same',
    });
    expect(Object.values(proposed).map(({ expectation }) => expectation)).toEqual([
      'the best: what the data recommends',
      'worse: it looks along sensor for patterns that do not recur',
      'worse: a pattern is learned anew at each position along time',
      'open: the data does not show whether time may be pooled',
    ]);
  });

  it('of a single axis, and of an axis that is too short to slide along', () => {
    const time = diagnosedAxis('timeOfDay', 40, { slide: 'yes', subsample: 'no' });
    expect(Object.keys(proposeStrategies(diagnosisOf([time], { timeOfDay: 'slide' }), 2))).toEqual([
      'slide-time-of-day',
      'span-time-of-day',
      'slide-time-of-day-pooling',
    ]);
    const short = diagnosedAxis('eye', 2, { slide: 'not shown', subsample: 'not shown' });
    const move = { eye: 'span', timeOfDay: 'slide' } as const;
    expect(Object.keys(proposeStrategies(diagnosisOf([short, time], move), 2))).toEqual([
      'slide-time-of-day',
      'span-both',
      'slide-time-of-day-pooling',
    ]);
  });

  it('of a cyclic axis: pools come round, or there are none', () => {
    const both = { slide: 'yes', subsample: 'yes' } as const;
    const poolsOf = (length: number, mostBlocks: 1 | 2 = 2): string => {
      const diagnosis = diagnosisOf([diagnosedAxis('angle', length, both)], { angle: 'slide' });
      const proposed = proposeStrategies(diagnosis, mostBlocks, { cyclic: ['angle'] });
      const axes = defineAxes({
        angle: { patternsRecur: yes('so'), subsamplable: yes('so'), cyclic: true },
      });
      for (const { blocks } of Object.values(proposed)) {
        deriveNetwork(
          inputOf(axes, [length, 1]),
          blocks.flatMap((each) => block(8, each)),
        );
      }
      return inWords(proposed)['slide-angle'];
    };
    expect(poolsOf(24)).toBe('slide 5 pool 2; slide 3 pool 2');
    expect(poolsOf(128)).toBe('slide 7 pool 4; slide 3 pool 4');
    // 360 is no multiple of 16, but of 4.
    expect(poolsOf(360)).toBe('slide 7 pool 2; slide 3 pool 2');
    expect(poolsOf(30, 1)).toBe('slide 6 pool 2');
    expect(poolsOf(27)).toBe('slide 5 pool 3; slide 3 pool 3');
    expect(poolsOf(23)).toBe('slide 5; slide 3');
  });

  it('are sound whatever is found, of axes of any length', () => {
    const verdicts = ['yes', 'no', 'not shown'] as const;
    for (const length of [4, 5, 8, 12, 32, 63, 64, 200]) {
      for (const slide of verdicts) {
        for (const subsample of verdicts) {
          for (const way of ['slide', 'span'] as const) {
            const one = diagnosedAxis('one', length, { slide, subsample });
            const other = diagnosedAxis('other', 16, { slide: 'yes', subsample: 'yes' });
            const axes = defineAxes({
              one: {
                patternsRecur: (way === 'slide' ? yes : no)('so'),
                subsamplable: (subsample === 'yes' ? yes : no)('so'),
              },
              other: { patternsRecur: yes('so'), subsamplable: yes('so') },
            });
            const diagnosis = diagnosisOf([one, other], { one: way, other: 'slide' });
            const proposed = proposeStrategies(diagnosis, 2);
            expect(Object.keys(proposed).length).toBeGreaterThanOrEqual(3);
            for (const [name, strategy] of Object.entries(proposed)) {
              checkStrategy(axes, strategy, name);
            }
          }
        }
      }
    }
  });
});
