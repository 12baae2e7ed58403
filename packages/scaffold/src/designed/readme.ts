import { slidesAlong, subsamplesAlong } from '@axiswise/geometry';
import { count } from '@axiswise/messages';
import type { DesignPlan } from './design-plan.ts';

/** What a comparison measured of one strategy, for the README. */
export interface MeasuredStrategy {
  readonly name: string;
  readonly parameters: number;
  /** In words: `84.1 %`. */
  readonly accuracy: string;
  /** `+2.1 points [+0.4, +3.9]` of the recommended strategy over this one; empty for itself. */
  readonly difference: string;
}

/** The README of a designed experiment; with what was measured once it was compared. */
export const readmeText = (
  plan: DesignPlan,
  measured: readonly MeasuredStrategy[] = [],
): string => `# ${plan.title}

Say here what an example is, where it comes from, and what its classes are. This folder was written by

\`\`\`sh
${plan.command}
\`\`\`

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
${measured.length === 0 ? '' : measuredText(measured)}`;

const measuredText = (measured: readonly MeasuredStrategy[]): string => `
## Measured

| strategy | parameters | test accuracy | ${measured[0].name} less this |
| --- | --: | --: | --: |
${measured
  .map(
    ({ name, parameters, accuracy, difference }) =>
      `| ${name} | ${count(parameters)} | ${accuracy} | ${difference} |`,
  )
  .join('\n')}
`;

const answerOf = ({ answer, because }: { answer: boolean; because: string }): string =>
  `**${answer ? 'yes' : 'no'}**, ${cell(because)}`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
