export { comparisonTables } from './comparison/comparison-tables.ts';
export { comparisonText } from './comparison/comparison-text.ts';
export { confusionTable } from './confusion-table.ts';
export { type CsvTable, csvText, type CsvValue } from './csv.ts';
export { diagnosisTables } from './diagnosis/diagnosis-tables.ts';
export { diagnosisText } from './diagnosis/diagnosis-text.ts';
export { count, duration, mebibytes, percent } from './numbers.ts';
export { type Column, textTable } from './text-table.ts';
