import { slidesAlong, type Strategy } from '@axiswise/geometry';
import { listAnd } from '@axiswise/messages';
import { filtersCode, importsOf, key, quoted } from './code.ts';
import type { DesignPlan, ImportedValue } from './design-plan.ts';

/** The declaration of a designed experiment. */
export const experimentText = (plan: DesignPlan): string => `${importsOf(importedBy(plan))}

/**
 * Both answers for every axis are what \`axiswise design\` found in the data, with its evidence in their reasons. One
 * that is "not shown" is a guess: correct it where you know better.
 *
 * \`patternsRecur\`: can the same pattern lie at different positions along the axis? Only then may filters slide.
 * \`subsamplable\`: is an example what it was with every second position dropped? Only then may it be pooled.
 */
const axes = defineAxes({
${plan.axes.names.map((axis) => axisCode(plan, axis)).join('\n')}
});

/** The examples that this was designed for. Others like them need no change here: --data. */
const examples = sourceAt(${plan.data.format.name}, ${placeCode(plan.data.place)}, {
  axes: ${plan.dataAxes ? `[${plan.dataAxes.map((axis) => `'${axis}'`).join(', ')}]` : 'axes.names'},${optionsCode(plan)}
});

export default defineExperiment({
  name: '${plan.name}',
  title: ${quoted(plan.title)},
  // The works that this follows (author, year, title, what is taken from it), and where it deviates.
  cites: [],
  deviations: [],
  axes,${plan.dataAxes ? `\n  dataAxes: [${plan.dataAxes.map((axis) => `'${axis}'`).join(', ')}],` : ''}
  example: ${exampleCode(plan)},
  sources: [examples],
  dataFormats: { ${formatCode(plan)} },${plan.look ? `\n  show: ${plan.look.code},` : ''}

  // The first is recommended; the others do otherwise in one thing, or span everything.
  strategies: {
${Object.entries(plan.strategies)
  .map(([name, strategy]) => strategyCode(name, strategy))
  .join('\n')}
  },
  network: ({ strategy, head }) => [
${networkLines(plan)
  .map((line) => `    ${line}`)
  .join('\n')}
  ],
  // Without filters: a linear model of all inputs.
  baselines: {
    linear: ({ head }) => ${linearCode(plan)},
  },

  training: {
    epochs: ${plan.training.epochs},
    batchSize: 32,
    optimizer: { kind: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    restoreBest: true,
    validation: 0.1,
  },
  comparison: { epochs: ${plan.training.comparisonEpochs} },
  expects: ${quoted(plan.expects)},
});
`;

function axisCode({ axes }: DesignPlan, axis: string): string {
  const { patternsRecur, subsamplable, cyclic } = axes.declarations[axis];
  const answer = ({ answer, because }: typeof patternsRecur): string =>
    `${answer ? 'yes' : 'no'}(${quoted(because)})`;
  return `  ${axis}: { patternsRecur: ${answer(patternsRecur)}, subsamplable: ${answer(subsamplable)}${cyclic ? ', cyclic: true' : ''} },`;
}

const placeCode = (place: DesignPlan['data']['place']): string =>
  'relative' in place
    ? `new URL(${quoted(place.relative)}, import.meta.url)`
    : quoted(place.absolute);

function optionsCode({ data: { options } }: DesignPlan): string {
  const entries = Object.entries(options).map(([name, value]) => `${key(name)}: ${quoted(value)}`);
  return entries.length === 0 ? '' : `\n  options: { ${entries.join(', ')} },`;
}

function exampleCode({ example: { shape, classes, targets, vocabularySize } }: DesignPlan): string {
  const vocabulary = vocabularySize === undefined ? '' : `, vocabularySize: ${vocabularySize}`;
  const predicted = targets === undefined ? '' : `, targets: ${targetsCode(targets)}`;
  return `{ shape: [${shape.join(', ')}], classes: ${classes}${predicted}${vocabulary} }`;
}

function targetsCode({
  task,
  shape,
  names,
  units,
  axes,
}: NonNullable<DesignPlan['example']['targets']>): string {
  const list = (words: readonly string[]): string => `[${words.map(quoted).join(', ')}]`;
  return (
    `{ task: ${quoted(task)}, shape: [${shape.join(', ')}], names: ${list(names)}` +
    `${units ? `, units: ${list(units)}` : ''}${axes ? `, axes: ${list(axes)}` : ''} }`
  );
}

const formatCode = ({ data: { format } }: DesignPlan): string =>
  format.key === format.name ? format.name : `${key(format.key)}: ${format.name}`;

const strategyCode = (name: string, { blocks, expectation = '' }: Strategy): string =>
  `    ${key(name)}: { blocks: [${blocks.map(filtersCode).join(', ')}], ` +
  `expectation: ${quoted(expectation)} },`;

function networkLines({ axes, network }: DesignPlan): string[] {
  const { embedding, filters, anywhere, labelsArePositions, labelled, hidden, dropout } = network;
  const filtersLine = `...blocks([${filters.join(', ')}], strategy),`;
  if (labelsArePositions) {
    const one = axes.names.map((axis) => `${axis}: slide(1)`).join(', ');
    return [
      filtersLine,
      '// A label is a position: where filters slide along all axes and none is pooled, each position has a',
      '// score of its own.',
      '...(axes.names.every((axis) => slidesAlong(strategy, axis) && !subsamplesAlong(strategy, axis))',
      `  ? [convolution(1, { move: { ${one} } }, { activation: 'linear', bias: 'positions' }), flatten(), softmax()]`,
      `  : [flatten(), dropout(${dropout}), ...head]),`,
    ];
  }
  return [
    ...(embedding ? [embeddingCode(embedding)] : []),
    ...(labelled.length === 0
      ? []
      : [
          `// Each position along ${listAnd(labelled)} has a label: no layer cuts or subsamples that, and nothing is`,
          '// flattened.',
        ]),
    filtersLine,
    ...(anywhere.length === 0
      ? []
      : [
          '// Examples that are moved along it are predicted as well: where a pattern lies tells nothing.',
          `globalPooling([${anywhere.map((axis) => `'${axis}'`).join(', ')}]),`,
        ]),
    ...(labelled.length === 0 ? ['flatten(),'] : []),
    `dropout(${dropout}),`,
    ...(hidden > 0 ? [`dense(${hidden}),`] : []),
    '...head,',
  ];
}

const embeddingCode = ({ width, along }: { width: number; along: string }): string =>
  `embedding(${width}, { along: '${along}' }),`;

/** Of tokens, the mean of their vectors: words alone, no order. Where positions have labels, each by itself. */
function linearCode({ network: { embedding, labelled }, dataAxes = [] }: DesignPlan): string {
  const isOfPositions = labelled.length > 0;
  if (!embedding) return isOfPositions ? 'head' : '[flatten(), ...head]';
  const names = dataAxes.map((axis) => `'${axis}'`).join(', ');
  const layers = [
    `embedding(${embedding.width}, { along: '${embedding.along}' })`,
    ...(isOfPositions ? [] : [`globalPooling([${names}], { keep: 'average' })`, 'flatten()']),
    '...head',
  ];
  return `[${layers.join(', ')}]`;
}

function importedBy(plan: DesignPlan): ImportedValue[] {
  const { axes, data, look, strategies, network } = plan;
  const all = Object.values(strategies);
  const uses = (test: (strategy: Strategy) => boolean): boolean => all.some(test);
  const judgements = axes.names.flatMap((axis) => Object.values(axes.declarations[axis]));
  const geometry = {
    blocks: true,
    convolution: network.labelsArePositions === true,
    defineAxes: true,
    dense: network.hidden > 0,
    dropout: true,
    embedding: network.embedding !== undefined,
    flatten: network.labelled.length === 0,
    globalPooling:
      network.anywhere.length > 0 ||
      (network.embedding !== undefined && network.labelled.length === 0),
    no: judgements.some(({ answer }) => !answer),
    pool: uses(({ blocks }) => blocks.some(({ pool = {} }) => Object.keys(pool).length > 0)),
    slide:
      network.labelsArePositions === true ||
      uses((strategy) => axes.names.some((axis) => slidesAlong(strategy, axis))),
    slidesAlong: network.labelsArePositions === true,
    softmax: network.labelsArePositions === true,
    span: uses(({ blocks }) =>
      blocks.some(({ move }) => Object.values(move).some((each) => each.move === 'span')),
    ),
    subsamplesAlong: network.labelsArePositions === true,
    yes: judgements.some(({ answer }) => answer),
  };
  return [
    ...Object.entries(geometry)
      .filter(([, isUsed]) => isUsed)
      .map(([name]) => ({ name, from: '@axiswise/geometry' })),
    { name: 'sourceAt', from: '@axiswise/data' },
    { name: 'defineExperiment', from: '@axiswise/experiment' },
    data.format,
    ...(look?.imports ?? []),
  ];
}
