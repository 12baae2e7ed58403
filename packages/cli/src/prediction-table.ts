import { percent, textTable } from '@axiswise/messages';
import { csvText, type CsvValue } from '@axiswise/report/csv';
import type { Prediction, ShownPrediction } from '@axiswise/runner';

/** What is asked for besides the predictions. */
interface Asked {
  readonly top?: number | undefined;
  readonly probabilities?: boolean | undefined;
}

/** Predictions as people read them: a line for each example. */
export function predictionTable(
  predictions: readonly ShownPrediction[],
  { top = 1, probabilities = false }: Asked,
): string {
  const [first] = predictions;
  const names = probabilities ? Object.keys(first?.prediction.probabilities ?? {}) : [];
  const further = Array.from(
    { length: Math.max(0, (first?.prediction.top?.length ?? top) - 1) },
    (_, i) => i + 1,
  );
  return textTable(
    [
      { title: 'file' },
      ...(first?.cells ?? []),
      ...further.map((rank) => ({ title: `${rank + 1}.` })),
      ...names.map((title) => ({ title, align: 'right' as const })),
    ],
    predictions.map(({ prediction, cells }) => [
      prediction.part === undefined ? prediction.file : `${prediction.file}, ${prediction.part}`,
      ...cells.map(({ text }) => text),
      ...further.map((rank) => {
        const { label, probability } = prediction.top![rank];
        return `${label} ${percent(probability, 1)}`;
      }),
      ...names.map((name) => percent(prediction.probabilities![name], 1)),
    ]),
  );
}

/** What a field of predictions is called where its parts are columns, as in the files of `evaluate --predictions`. */
const columnNames: Readonly<Record<string, string>> = {
  label: 'prediction',
  labels: 'prediction',
  values: 'prediction',
  probabilities: 'probability',
};

/**
 * Predictions as CSV: `file`, `part`, and a column for all that a prediction says, such as `prediction`,
 * `probability`, `probability:cat` and, of the second most probable, `prediction 2`.
 */
export function predictionCsv(predictions: readonly ShownPrediction[]): string {
  const rows = predictions.map(({ prediction }) => columnsOf(prediction));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return csvText(
    columns,
    rows.map((row) => columns.map((column) => row.get(column) ?? '')),
  );
}

function columnsOf({ file, part, top = [], ...said }: Prediction): Map<string, CsvValue> {
  const row = new Map<string, CsvValue>([
    ['file', file],
    ['part', part ?? ''],
  ]);
  for (const [field, value] of Object.entries(said)) {
    const name = columnNames[field] ?? field;
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
      row.set(name, value.join(';'));
    } else if (typeof value === 'number' || typeof value === 'string') {
      row.set(name, value);
    } else if (isRecordOfNumbers(value)) {
      for (const [key, number] of Object.entries(value)) row.set(`${name}:${key}`, number);
    } else {
      row.set(name, JSON.stringify(value));
    }
  }
  for (const [i, { label, probability }] of top.entries()) {
    if (i === 0 && row.get('prediction') === label) continue;
    row.set(`prediction ${i + 1}`, label);
    row.set(`probability ${i + 1}`, probability);
  }
  return row;
}

const isRecordOfNumbers = (value: unknown): value is Record<string, number> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((each) => typeof each === 'number');
