import type { Dataset, TargetForm } from '@axiswise/data';
import { areLabelsPositions, type DiagnosedAxis, type Diagnosis } from '@axiswise/diagnose';
import {
  alongEach,
  type Axes,
  blocks,
  convolution,
  defineAxes,
  dense,
  deriveNetwork,
  dropout,
  embedding,
  flatten,
  globalPooling,
  inputOf,
  type LayerSpec,
  no,
  slide,
  slidesAlong,
  softmax,
  type Strategy,
  subsamplesAlong,
  yes,
} from '@axiswise/geometry';
import { count, listAnd, percent } from '@axiswise/messages';
import { type DesignPlan, titleOf } from '@axiswise/scaffold';
import { predictedWords, taskKindOf } from '@axiswise/training/kinds';
import type { OwnDataKind } from './own-data-kinds.ts';
import { proposeStrategies } from './propose-strategies.ts';
import { movingReason, subsamplingReason } from './reasons.ts';

/** As of the vectors that a diagnosis learns. */
const embeddingWidth = 32;
/** Multiply-accumulates of one example: with more, training takes hours on two cores. */
const mostMacs = 8e6;
const fewestFilters = 8;
/** Behind so many units a hidden dense layer would be most of the network. */
const mostUnitsBeforeDense = 4000;
const hiddenUnits = 64;

export interface PlanOf {
  readonly name: string;
  /** Of the files of code; `ts` where it is missing. */
  readonly extension?: string;
  readonly command: string;
  readonly kind: OwnDataKind;
  readonly place: DesignPlan['data']['place'];
  readonly options: Readonly<Record<string, string>>;
  readonly dataset: Pick<Dataset, 'shape' | 'classes' | 'vocabularySize' | 'targets'>;
  readonly diagnosis: Diagnosis;
  /** The axes that are cyclic. */
  readonly cyclic?: readonly string[];
}

/** Plans the experiment that a diagnosis recommends: its declaration, strategies and network. */
export function planDesign(of: PlanOf): DesignPlan {
  const { name, command, kind, place, options, dataset, diagnosis, cyclic = [] } = of;
  const { recommendation } = diagnosis;
  const isTokens = dataset.vocabularySize !== undefined;
  const { targets } = dataset;
  const labelled = targets?.axes ?? [];
  const axes = declaredAxes(diagnosis, { cyclic, labelled });
  const strategies = proposeStrategies(diagnosis, isTokens ? 1 : 2, {
    keepsPositions: hasPositionsAsLabels(dataset),
    cyclic,
    labelled,
  });
  const [recommended] = Object.values(strategies);
  const network = networkFor(of, axes, recommended);
  const like = diagnosis.classifiers.find(({ move }) =>
    axes.names.every((axis) => move[axis] === recommendation.move[axis]),
  );
  return {
    name,
    extension: of.extension ?? 'ts',
    title: `${titleOf(name)}: ${moveWords(diagnosis)}`,
    command,
    axes,
    ...(kind.dataAxes && { dataAxes: kind.dataAxes }),
    example: {
      shape: dataset.shape,
      classes: dataset.classes.length,
      ...(targets && { targets }),
      ...(isTokens && { vocabularySize: dataset.vocabularySize }),
    },
    data: { format: { ...kind.import, key: kind.key }, place, options },
    ...(kind.look && { look: kind.look }),
    ...(targets && { predicted: predictedOf(targets, dataset.classes) }),
    strategies,
    network,
    training: { epochs: 20, comparisonEpochs: 10 },
    expects:
      `${Object.keys(strategies)[0]}: ${reachedWords(like?.accuracy.value ?? diagnosis.chance, diagnosis)}, ` +
      `as a small ${targets ? 'network' : 'classifier'} of this kind gets from ${count(diagnosis.trainExamples)} examples`,
  };
}

/** What is predicted of the examples, and how strategies are compared. */
function predictedOf(
  targets: TargetForm,
  classes: readonly string[],
): NonNullable<DesignPlan['predicted']> {
  const { describe, better } = taskKindOf({ targets }).score;
  return {
    words: predictedWords({ targets, classes }),
    metric: `${describe}, of which ${better} is better`,
  };
}

/** `about 83 % or more`; of another task with the name of what is measured. */
function reachedWords(value: number, { score }: Diagnosis): string {
  const reached = `about ${percent(value, 0)} or more`;
  if (!score) return reached;
  const { describe, constant, isBounded } = score;
  return `a ${describe} of ${reached}${isBounded ? '' : ` (1 less the error over ${constant})`}`;
}

/** `slide along height and width`, `span sensor and slide along time`. */
function moveWords({ axes, recommendation: { move } }: Diagnosis): string {
  const does = { slide: 'slide along', span: 'span' } as const;
  const names = axes.map(({ axis }) => axis);
  const [first] = names;
  return names.every((axis) => move[axis] === move[first])
    ? `${does[move[first]]} ${listAnd(names)}`
    : listAnd(names.map((axis) => `${does[move[axis]]} ${axis}`));
}

/** The declaration of the axes: the verdicts, with their evidence as the reasons. */
function declaredAxes(
  { axes, recommendation, score }: Diagnosis,
  {
    cyclic,
    labelled,
  }: { readonly cyclic: readonly string[]; readonly labelled: readonly string[] },
): Axes {
  return defineAxes(
    Object.fromEntries(
      axes.map((diagnosed) => {
        const { axis, subsample } = diagnosed;
        const slides = recommendation.move[axis] === 'slide';
        const answers = labelled.includes(axis)
          ? {
              patternsRecur: yes(`given: each position along ${axis} has a label of its own`),
              subsamplable: no(
                `given: with every second position of ${axis} dropped, half of the labels have no position`,
              ),
            }
          : {
              patternsRecur: (slides ? yes : no)(movingReason(diagnosed, slides, score)),
              subsamplable: (subsample.verdict === 'yes' ? yes : no)(
                subsamplingReason(diagnosed, score),
              ),
            };
        return [
          axis,
          {
            ...answers,
            ...(cyclic.includes(axis) && { cyclic: true }),
          },
        ];
      }),
    ),
  );
}

function networkFor(
  { dataset, diagnosis, kind }: PlanOf,
  axes: Axes,
  recommended: Strategy,
): DesignPlan['network'] {
  const { vocabularySize, shape, classes, targets } = dataset;
  const labelled = targets?.axes ?? [];
  const head = taskKindOf({ targets }).head({ classes, targets }, axes.names);
  const added = kind.dataAxes && axes.names.find((axis) => !kind.dataAxes!.includes(axis));
  const made =
    added !== undefined && vocabularySize !== undefined
      ? { width: embeddingWidth, along: added }
      : undefined;
  const labelsArePositions = hasPositionsAsLabels(dataset);
  const anywhere = diagnosis.axes
    .filter(({ axis }) => diagnosis.recommendation.move[axis] === 'slide')
    .filter((axis) => !labelsArePositions && staysWhenMoved(axis, diagnosis.margin))
    .map(({ axis }) => axis);
  const endsInMap =
    labelsArePositions &&
    axes.names.every(
      (axis) => slidesAlong(recommended, axis) && !subsamplesAlong(recommended, axis),
    );
  const input = inputOf(axes, shape, {
    ...(kind.dataAxes && { names: kind.dataAxes }),
    ...(vocabularySize !== undefined && { vocabularySize }),
  });
  const layersWith = (filters: readonly number[], hidden: number): LayerSpec[] => [
    ...(made ? [embedding(made.width, { along: made.along })] : []),
    ...blocks(filters, recommended),
    ...(anywhere.length > 0 ? [globalPooling(anywhere)] : []),
    ...(endsInMap
      ? [mapOfScores(axes.names), flatten(), softmax()]
      : [
          ...(labelled.length > 0 ? [] : [flatten()]),
          dropout(0.3),
          ...(hidden > 0 ? [dense(hidden)] : []),
          ...head,
        ]),
  ];
  let filters = recommended.blocks.length === 1 ? [48] : [16, 32];
  const macsWith = (some: readonly number[]): number =>
    deriveNetwork(input, layersWith(some, 0)).totals.macs;
  while (filters[0] > fewestFilters && macsWith(filters) > mostMacs) {
    filters = filters.map((each) => Math.max(fewestFilters, Math.floor(each / 2)));
  }
  const behind = deriveNetwork(input, layersWith(filters, 0)).layers;
  // The dropout changes no shape; it is flat where no positions are kept.
  const [units] = behind[behind.length - 1 - head.length].outputShape;
  const isShallow =
    made !== undefined || labelsArePositions || labelled.length > 0 || units > mostUnitsBeforeDense;
  return {
    ...(made && { embedding: made }),
    filters,
    anywhere,
    labelsArePositions,
    labelled,
    hidden: isShallow ? 0 : hiddenUnits,
    dropout: made ? 0.5 : 0.3,
    outputShape: behind[behind.length - 1].outputShape,
  };
}

/** A score for each position, as in AlphaGo's policy network (Silver et al. 2016). */
const mapOfScores = (axes: readonly string[]): LayerSpec =>
  convolution(
    1,
    { move: alongEach(axes, () => slide(1)) },
    { activation: 'linear', bias: 'positions' },
  );

/** Whether each position is a class, as of the next move on a board. */
const hasPositionsAsLabels = ({
  shape,
  classes,
  vocabularySize,
  targets,
}: PlanOf['dataset']): boolean =>
  vocabularySize === undefined && !targets && areLabelsPositions(shape, classes.length);

/** Whether examples that are moved by up to half of an axis are shown to be predicted as well. */
function staysWhenMoved({ slide }: DiagnosedAxis, margin: number): boolean {
  const shifts = slide.evidence.filter(({ name }) => name === 'labels-survive-shift');
  const farthest = shifts[shifts.length - 1];
  return farthest !== undefined && farthest.estimate.low > -margin;
}
