import type { DomainText } from './domain-text.ts';

/** The declaration of a new domain. */
export const experimentText = ({
  extension,
  name,
  title,
  last,
  first,
}: DomainText): string => `import { jsonLines } from '@axiswise/data';
import { defineExperiment } from '@axiswise/experiment';
import {
  blocks,
  defineAxes,
  dense,
  dropout,
  flatten,
${
  first
    ? `  no,
`
    : ''
}  pool,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { generated, shape } from './source.${extension}';

/**
 * Two declarations for every axis. These are right for the generated example. Declare what holds for your
 * data, each time with a reason that can be wrong. \`axiswise diagnose\` tests both on the data.
 *
 * \`patternsRecur\`: can the same pattern occur at different positions along the axis? Only then may filters
 * slide along it. \`subsamplable\`: does an example stay the same object when every second position is
 * dropped? Only then may the axis be pooled.
 */
const axes = defineAxes({
${
  first
    ? `  ${first}: {
    patternsRecur: no('every class has another curve at every position along ${first}'),
    subsamplable: no('half of the positions along ${first} are half of what tells classes apart'),
  },
`
    : ''
}  ${last}: {
    patternsRecur: yes('a pattern may begin anywhere along ${last}'),
    subsamplable: yes('curves are smooth: every second value along ${last} still shows them'),
  },
});

export default defineExperiment({
  name: '${name}',
  title: '${title}: slide along ${last}${first ? `, span ${first}` : ''}',
  // The works that this follows (author, year, title, what is taken from it), and where it deviates.
  cites: [],
  deviations: [],
  axes,
  example: { shape, classes: 4 },
  // Data by name; the first is the default and should need no download.
  sources: [generated],
  dataFormats: { 'json-lines': jsonLines },

  // The strategies to compare: for every block of filters and every axis slide(kernelSize) or span(). The
  // first strategy is the default. A second block needs a second number of filters in \`network\`.
  strategies: {
${
  first
    ? `    'slide-${last}': {
      blocks: [{ move: { ${first}: span(), ${last}: slide(15) }, pool: { ${last}: pool(4) } }],
      expectation: 'the best: patterns recur along ${last} and not along ${first}',
    },
    'slide-both': {
      blocks: [{ move: { ${first}: slide(3), ${last}: slide(15) }, pool: { ${last}: pool(4) } }],
      expectation: 'no better at equal size: nothing recurs along ${first}',
    },
    'slide-${first}': {
      blocks: [{ move: { ${first}: slide(3), ${last}: span() } }],
      expectation: 'worse: a pattern is learned anew for each place along ${last}',
    },
    'span-both': {
      blocks: [{ move: { ${first}: span(), ${last}: span() } }],
      expectation: 'worse: a fully connected network, no weight is shared',
    },
`
    : `    'slide-${last}': {
      blocks: [{ move: { ${last}: slide(15) }, pool: { ${last}: pool(4) } }],
      expectation: 'the best: patterns recur along ${last}',
    },
    'span-${last}': {
      blocks: [{ move: { ${last}: span() } }],
      expectation: 'worse: a pattern is learned anew for each place along ${last}',
    },
`
}  },
  network: ({ strategy, classes }) => [
    ...blocks([16], strategy),
    flatten(),
    dropout(0.3),
    dense(32),
    dense(classes, { activation: 'softmax' }),
  ],
  // Networks without filters, to compare with: a linear classifier.
  baselines: {
    linear: ({ classes }) => [flatten(), dense(classes, { activation: 'softmax' })],
  },

  training: {
    epochs: 20,
    batchSize: 32,
    optimizer: { kind: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    restoreBest: true,
    validation: 0.1,
  },
  // The result that you expect, written before you measure.
  expects: 'generated: strategies that slide along ${last} are far more accurate than those that span it',
});
`;
