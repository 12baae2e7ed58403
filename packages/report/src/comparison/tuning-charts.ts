import type {
  ComparedTuning,
  ExperimentComparison,
  TriedConfiguration,
  TunedStrategy,
} from '@axiswise/compare';
import {
  type Curve,
  curves,
  niceLogTicks,
  niceTicks,
  panel,
  type PanelAxis,
  type PanelMark,
  tickTexts,
  ticksToEnds,
} from '@axiswise/drawing';
import { type Chart, chartOf } from '../chart.ts';
import { tuningScore } from './metric-words.ts';
import { lookOf } from './ranking.ts';
import { expectedBest, scoreOf } from './search.ts';

/** Scores that differ by more than this factor are drawn on a logarithmic axis. */
const logarithmicFrom = 8;

/** Draws how good the best configuration is expected to be by how many were tried. */
export function expectedBestChart(experiment: ExperimentComparison): Chart | null {
  const { tuning, strategies } = experiment;
  if (!tuning) return null;
  const { title, scale } = tuningScore(tuning.metric);
  const series = strategies.flatMap(({ name, tuned }): Curve[] => {
    const expected = tuned ? expectedBest(tuned, tuning.better) : [];
    if (expected.length < 2) return [];
    return [
      {
        name,
        look: lookOf(experiment, name),
        points: expected.map(({ trials, mean }) => ({
          x: trials,
          mean: scale * mean,
          low: null,
          high: null,
        })),
      },
    ];
  });
  if (series.length === 0) return null;
  const means = series.flatMap(({ points }) => points.map(({ mean }) => mean));
  const trials = series.flatMap(({ points }) => points.map(({ x }) => x));
  return chartOf({
    name: 'expected-best',
    caption:
      `The best validation ${tuning.metric} that a search of so many configurations is expected to find ` +
      '(Dodge et al. 2019). Where a curve still changes at its right end, more search would help.',
    alt: `Expected best validation ${tuning.metric} of ${series.length} strategies by number of configurations`,
    drawing: curves(series, {
      xTitle: 'configurations',
      yTitle: `expected best ${title}`,
      logarithmic: false,
      xTicks: ticksToEnds(trials).filter(Number.isInteger),
      y: isWide(means) ? 'log' : 'linear',
    }),
  });
}

/** Draws every tried configuration of each strategy: its score against one of its values. */
export function triedPanels(experiment: ExperimentComparison): Chart[] {
  const { tuning, strategies } = experiment;
  if (!tuning) return [];
  const { title, scale } = tuningScore(tuning.metric);
  const scaledScore = (each: TriedConfiguration): number | null => {
    const score = scoreOf(each);
    return score === null ? null : scale * score;
  };
  const searched = strategies.flatMap(({ name, tuned }) =>
    tuned && tuned.configurations.length > 0 ? [{ name, tuned }] : [],
  );
  const scores = searched.flatMap(({ tuned }) =>
    tuned.configurations.map(scaledScore).filter((score) => score !== null),
  );
  if (scores.length === 0) return [];
  const x = parameterAxis(tuning) ?? rungAxis(tuning);
  const logarithmic = isWide(scores);
  const ticks = logarithmic ? niceLogTicks(scores) : niceTicks(scores, 4);
  const y: PanelAxis = {
    title,
    ticks,
    texts: logarithmic ? ticks.values.map(String) : tickTexts(ticks.values),
    logarithmic,
  };
  // Where there is no score, the mark stands at the worst end.
  const worst = ticks.domain[tuning.better === 'lower' ? 1 : 0];
  return searched.map(({ name, tuned }) => {
    const look = lookOf(experiment, name);
    const marks = tuned.configurations.flatMap((each): PanelMark[] => {
      const at = x.of(each);
      if (at === null) return [];
      const score = scaledScore(each);
      return [
        {
          x: at,
          y: score ?? worst,
          look: score === null ? { colour: '#8c959f', shape: 'cross' } : look,
          filled: each.outcome === 'finished' || score === null,
          ringed: each.number === tuned.number,
        },
      ];
    });
    return chartOf({
      name: `tuning-${name}`,
      caption: '',
      alt: `Validation ${tuning.metric} of ${marks.length} configurations of ${name} against ${x.axis.title}`,
      drawing: panel({
        title: name,
        x: x.axis,
        y,
        shaded: x.shaded,
        lines: x.linesOf(tuned).map((points) => ({
          points: points.map(([at, score]) => [at, scale * score] as const),
          colour: look.colour,
          width: 1,
          opacity: 0.5,
        })),
        marks,
      }),
    });
  });
}

interface TuningAxis {
  readonly axis: PanelAxis;
  readonly shaded: readonly (readonly [number, number])[];
  readonly of: (configuration: TriedConfiguration) => number | null;
  /** Scores of one configuration that belong together. */
  readonly linesOf: (tuned: TunedStrategy) => (readonly (readonly [number, number])[])[];
}

/** The learning rate, else the first range of the space; null where there are choices only. */
function parameterAxis({ space, edgeShare }: ComparedTuning): TuningAxis | null {
  const [name] = ['learningRate', ...Object.keys(space)].filter(
    (each) => each in space && 'from' in space[each],
  );
  const range = name === undefined ? undefined : space[name];
  if (!range || !('from' in range)) return null;
  const { from, to, scale } = range;
  const logarithmic = scale === 'log';
  const ticks = logarithmic ? niceLogTicks([from, to]) : niceTicks([from, to], 4);
  const along = (share: number): number =>
    logarithmic ? from * (to / from) ** share : from + share * (to - from);
  return {
    axis: {
      title: name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      ticks,
      texts: logarithmic ? ticks.values.map(String) : tickTexts(ticks.values),
      logarithmic,
    },
    shaded: [
      [ticks.domain[0], along(edgeShare)],
      [along(1 - edgeShare), ticks.domain[1]],
    ],
    of: ({ values }) => (typeof values[name] === 'number' ? values[name] : null),
    linesOf: () => [],
  };
}

/** The epochs at the ends of the rungs. */
function rungAxis({ rungs }: ComparedTuning): TuningAxis {
  const epochs = rungs.map((rung) => rung.epochs);
  const values = epochs.length > 1 ? epochs : [epochs[0] - 1, epochs[0]];
  return {
    axis: {
      title: 'epochs',
      ticks: { domain: [values[0], values[values.length - 1]], values },
      texts: tickTexts(values),
    },
    shaded: [],
    of: ({ scores }) => scores[scores.length - 1]?.epochs ?? null,
    linesOf: ({ configurations }) =>
      configurations.map(({ scores }) =>
        scores.map(({ epochs, score }) => [epochs, score] as const),
      ),
  };
}

const isWide = (values: readonly number[]): boolean =>
  Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > logarithmicFrom;
