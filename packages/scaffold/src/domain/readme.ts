import type { DomainText } from './domain-text.ts';

/** The README of a new domain. */
export const readmeText = ({
  extension,
  name,
  title,
  axes,
  last,
  first,
}: DomainText): string => `# ${title}

Say here what an example is, where it comes from, and what its classes are. So far the data is generated:
every class has a pattern that lies anywhere along \`${last}\`.

\`\`\`sh
npx axiswise explain ${name}                    # shapes, parameters, receptive fields
npx axiswise train ${name}                      # seconds, no download
npx axiswise compare ${name}                    # which strategy is better?
npx axiswise diagnose ${name}                   # along which axes may filters slide?
npx axiswise train ${name} --data mine.jsonl    # your own examples
npx vitest run experiments/${name}
\`\`\`

\`mine.jsonl\` holds one example a line, its numbers nested by axis (${axes.map((axis) => `\`${axis}\``).join(', then ')}), with
\`"split": "train"\` or \`"test"\` where the split is given:

\`\`\`json
${
  first
    ? `{"label": "class-a", "input": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]}
`
    : `{"label": "class-a", "input": [0.1, 0.2, 0.3]}
`
}\`\`\`

| axis | do patterns recur along it? | may it be subsampled? |
|---|---|---|
${
  first
    ? `| \`${first}\` | no: every class has another curve at every position | no: half of the positions hold half of the information |
`
    : ''
}| \`${last}\` | yes: a pattern may begin anywhere | yes: every second value still shows a smooth curve |

## Make it yours

1. \`source.${extension}\`: generate examples that look like your data, or read your files.
2. \`experiment.${extension}\`: declare both properties of every axis, with a reason; then run \`diagnose\` and see
   whether your data agrees.
3. \`experiment.${extension}\`: declare the strategies to compare, and what you expect of each. A filter should be
   about as long as a pattern.
4. \`experiment.test.${extension}\`: test shapes that you worked out by hand.
5. This page: write down what you measured, with command, seeds and machine.

The tutorial of Axiswise, docs/tutorial-new-domain.md, does this for the vibration of a machine.
`;
