import type { ExportFormat } from './export-format.ts';
import type { ModelCard } from './model-card.ts';

/** What stands beside an exported model, for one who knows nothing of this project. */
export function readmeOf(card: ModelCard, format: ExportFormat): string {
  const { experiment, strategy, data, seed, testInWords, input, outputs, preprocessing } = card;
  const { axes, shape, vocabularySize } = input;
  const lines = [
    `# ${card.name}`,
    '',
    `A convolutional network, as ${format.describe}. It was trained by axiswise: experiment ${experiment}, ` +
      `strategy ${strategy}, data ${data}, seed ${seed}. ${testInWords}`,
    '',
    '## Input and output',
    '',
    `The input is an array of 32-bit floating-point numbers with the axes batch, ${axes.join(', ')}: ` +
      `[batch, ${shape.join(', ')}].` +
      (vocabularySize === undefined
        ? ''
        : ` Each number is a token, an integer from 0 to ${vocabularySize - 1}; 0 is the padding behind the ` +
          `end.`),
    '',
    `The output is an array with the axes batch, ${outputs.axes.join(', ')}: [batch, ${outputs.shape.join(', ')}]. ` +
      `${outputs.inWords} model-card.json holds all of this.`,
  ];
  if (preprocessing) {
    const module = 'preprocessing.py does this in Python; the settings are in model-card.json.';
    lines.push(
      '',
      '## From a file to an input',
      '',
      `The network reads ${preprocessing.reads}:`,
      '',
      ...preprocessing.steps.map((step, i) => `${i + 1}. ${step}`),
      '',
      preprocessing.python === undefined ? 'The settings are in model-card.json.' : module,
    );
  } else {
    lines.push(
      '',
      'The experiment does not say how a file becomes an input. `npx axiswise predict` reads files.',
    );
  }
  lines.push(
    '',
    '## In Python',
    '',
    '```python',
    ...(preprocessing?.python === undefined
      ? ['import numpy as np', '', `examples = np.zeros((1, ${shape.join(', ')}), np.float32)`]
      : [
          'from preprocessing import examples as read_examples',
          '',
          'examples = read_examples("the-file")',
        ]),
    format.usage(card),
    '```',
    '',
  );
  return lines.join('\n');
}
