import type { ComparedStrategy, ExperimentComparison, MeanOverSeeds } from '@axiswise/compare';
import {
  type Curve,
  curves,
  panel,
  type PanelAxis,
  type PanelLine,
  percentTicks,
  type SeriesLook,
  tickTexts,
  ticksToEnds,
} from '@axiswise/drawing';
import { type Chart, chartOf } from '../chart.ts';
import { isMeasured, lookOf } from './ranking.ts';
import { curveOf, spreadWords } from './seed-spread.ts';

type Curves = NonNullable<ComparedStrategy['trainingCurve']>;
type Figure = 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy';

const pale = '#c9d1d9';

/** Draws validation accuracy and loss of all strategies by epoch: two charts, or none. */
export function trainingOverview(experiment: ExperimentComparison): Chart[] {
  const validated = experiment.strategies.some(({ trainingCurve = [] }) =>
    trainingCurve.some(({ validationLoss }) => validationLoss !== null),
  );
  const split = validated ? 'validation' : 'training';
  const chart = (
    name: string,
    figure: Figure,
    unit: { readonly title: string; readonly scale: number; readonly y: 'percent' | 'linear' },
  ): Chart | null => {
    const series = curvesOf(experiment, figure, unit.scale);
    if (series.length === 0) return null;
    return chartOf({
      name,
      caption:
        `${split === 'validation' ? 'Validation' : 'Training'} ${unit.title.split(' ')[0]} after each epoch; ` +
        `${spreadWords(experiment)}.`,
      alt: `${split} ${unit.title} of ${series.length} strategies by epoch`,
      drawing: curves(series, {
        xTitle: 'epoch',
        yTitle: `${split} ${unit.title}`,
        logarithmic: false,
        xTicks: epochTicks(series.flatMap(({ points }) => points.map(({ x }) => x))),
        y: unit.y,
      }),
    });
  };
  const accuracy = { title: 'accuracy (%)', scale: 100, y: 'percent' } as const;
  const loss = { title: 'loss', scale: 1, y: 'linear' } as const;
  return [
    chart('training-accuracy', validated ? 'validationAccuracy' : 'trainAccuracy', accuracy),
    chart('training-loss', validated ? 'validationLoss' : 'trainLoss', loss),
  ].filter((each) => each !== null);
}

/** Draws training and validation accuracy of each strategy in a chart of its own, the others in grey. */
export function trainingPanels(experiment: ExperimentComparison): Chart[] {
  const training = new Map(curvesOf(experiment, 'trainAccuracy').map((each) => [each.name, each]));
  const validation = new Map(
    curvesOf(experiment, 'validationAccuracy').map((each) => [each.name, each]),
  );
  const all = [...training.values(), ...validation.values()];
  if (training.size === 0) return [];
  const values = all.flatMap(({ points, singles = [] }) => [
    ...points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    ...singles.flat().map(({ y }) => y),
  ]);
  const epochs = epochTicks(all.flatMap(({ points }) => points.map(({ x }) => x)));
  const yTicks = percentTicks(values, 4);
  const x: PanelAxis = {
    title: 'epoch',
    ticks: { domain: [epochs[0], epochs[epochs.length - 1]], values: epochs },
    texts: tickTexts(epochs),
  };
  const y: PanelAxis = {
    title: 'accuracy (%)',
    ticks: yTicks,
    texts: tickTexts(yTicks.values),
  };
  return [...training.keys()].map((name) => {
    const own = [training.get(name)!, validation.get(name)].filter((each) => each !== undefined);
    const { colour } = own[0].look;
    const others = [...(validation.size > 0 ? validation : training).values()].filter(
      (each) => each.name !== name,
    );
    const lines: PanelLine[] = [
      ...others.map((each) => ({ points: meansOf(each), colour: pale, width: 1 })),
      ...own.flatMap(({ singles = [] }) =>
        singles.map((single) => ({
          points: single.map((point) => [point.x, point.y] as const),
          colour,
          width: 0.7,
          opacity: 0.45,
        })),
      ),
      { points: meansOf(own[0]), colour, dashed: own.length > 1, label: 'training' },
      ...own.slice(1).map((each) => ({ points: meansOf(each), colour, label: 'validation' })),
    ];
    return chartOf({
      name: `training-${name}`,
      caption: '',
      alt: `Training and validation accuracy of ${name} by epoch, those of the others in grey`,
      drawing: panel({
        title: name,
        x,
        y,
        bands: own.flatMap(({ points }) => {
          const banded = points.filter(({ low, high }) => low !== null && high !== null);
          if (banded.length < 2) return [];
          return [
            {
              low: banded.map((point) => [point.x, point.low!] as const),
              high: banded.map((point) => [point.x, point.high!] as const),
              colour,
            },
          ];
        }),
        lines,
      }),
    });
  });
}

const meansOf = ({ points }: Curve): (readonly [number, number])[] =>
  points.map(({ x, mean }) => [x, mean] as const);

function curvesOf(experiment: ExperimentComparison, figure: Figure, scale = 100): Curve[] {
  return experiment.strategies.flatMap(({ name, trainingCurve = [] }): Curve | readonly Curve[] => {
    const look: SeriesLook = lookOf(experiment, name);
    const points = withoutGaps(trainingCurve).map((point) => ({
      x: point.epoch,
      of: point[figure],
    }));
    return curveOf(experiment, { name, look }, points, scale) ?? [];
  });
}

/**
 * Leaves out epochs that not every seed reached: where one of them stops early, the mean of the others would
 * jump.
 */
function withoutGaps(curve: Curves): Curves {
  const seeds = (of: MeanOverSeeds): number => of.values.filter((value) => value !== null).length;
  const most = Math.max(0, ...curve.map(({ trainLoss }) => seeds(trainLoss)));
  const complete = curve.filter(
    ({ trainLoss }) => isMeasured(trainLoss) && seeds(trainLoss) === most,
  );
  return complete.length >= 2 ? complete : curve;
}

/** Whole epochs only. */
const epochTicks = (epochs: readonly number[]): number[] =>
  ticksToEnds(epochs, 4).filter(Number.isInteger);
