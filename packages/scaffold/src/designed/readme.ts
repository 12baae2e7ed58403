import { slidesAlong, subsamplesAlong } from '@axiswise/geometry';
import { count, listAnd } from '@axiswise/messages';
import type { DesignPlan } from './design-plan.ts';

/** What a comparison measured, for the README. */
export interface Measured {
  /** What is measured, the first by what strategies are compared: `accuracy`, `mean squared error (°²)`. */
  readonly metrics: readonly string[];
  /** Which of them are better where they are lower; empty where none is. */
  readonly lowerIsBetter: readonly string[];
  /** The recommended one first. */
  readonly strategies: readonly MeasuredStrategy[];
}

/** What it measured of one strategy. */
export interface MeasuredStrategy {
  readonly name: string;
  readonly parameters: number;
  /** Of each metric, in words: `84.1 %`. */
  readonly values: readonly string[];
  /** `+2.1 points [+0.4, +3.9]` of the recommended strategy over this one; empty for itself. */
  readonly difference: string;
}

/** The README of a designed experiment; with what was measured once it was compared. */
export const readmeText = (plan: DesignPlan, measured?: Measured): string => `# ${plan.title}

Say here what an example is, where it comes from, and ${plan.predicted ? 'what its target means' : 'what its classes are'}. This folder was written by

\`\`\`sh
${plan.command}
\`\`\`
${plan.predicted ? predictedText(plan.predicted) : ''}
| axis | do patterns recur along it? | may it be subsampled? |
|---|---|---|
${plan.axes.names
  .map((axis) => {
    const { patternsRecur, subsamplable, cyclic } = plan.axes.declarations[axis];
    return `| ${axis}${cyclic ? ' (cyclic)' : ''} | ${answerOf(patternsRecur)} | ${answerOf(subsamplable)} |`;
  })
  .join('\n')}

An answer that is "not shown" is a guess. Correct it in \`experiment.${plan.extension}\` where you know better, with your reason.

| strategy | what filters do | what is expected |
|---|---|---|
${Object.entries(plan.strategies)
  .map(([name, strategy], i) => {
    const does = plan.axes.names.map((axis) => {
      const moves = slidesAlong(strategy, axis) ? `slide along ${axis}` : `span ${axis}`;
      return subsamplesAlong(strategy, axis) ? `${moves} and pool it` : moves;
    });
    const words = `${does.join(', ')} | ${cell(strategy.expectation ?? '')}`;
    return `| \`${name}\`${i === 0 ? ' (recommended)' : ''} | ${words} |`;
  })
  .join('\n')}

\`\`\`sh
npx axiswise train ${plan.name}        # the recommended network
npx axiswise compare ${plan.name}      # all strategies, with more seeds and more tuning
npx axiswise diagnose ${plan.name}     # the same questions again, beside what was compared
npx vitest run experiments/${plan.name}
\`\`\`
${measured ? measuredText(measured) : ''}`;

const predictedText = ({ words, metric }: NonNullable<DesignPlan['predicted']>): string => `
Predicted are ${cell(words)}. Strategies are compared by the ${metric}.
`;

const measuredText = ({ metrics, lowerIsBetter, strategies }: Measured): string => `
## Measured

| strategy | parameters | ${metrics.map((metric) => `test ${metric}`).join(' | ')} | ${strategies[0].name} less this |
| --- | --: |${metrics.map(() => ' --: |').join('')} --: |
${strategies
  .map(
    ({ name, parameters, values, difference }) =>
      `| ${name} | ${count(parameters)} | ${values.join(' | ')} | ${difference} |`,
  )
  .join('\n')}
${metrics.length === 1 && lowerIsBetter.length === 0 ? '' : directionText(metrics, lowerIsBetter)}`;

/** Which way is better, and of what the differences are. */
const directionText = (metrics: readonly string[], lowerIsBetter: readonly string[]): string => `
The last column is of the ${metrics[0]}. ${
  lowerIsBetter.length > 0
    ? `Lower is better of ${listAnd(lowerIsBetter)}${lowerIsBetter.length < metrics.length ? ', higher of the others' : ''}.`
    : 'Higher is better of all of them.'
}
`;

const answerOf = ({ answer, because }: { answer: boolean; because: string }): string =>
  `**${answer ? 'yes' : 'no'}**, ${cell(because)}`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
