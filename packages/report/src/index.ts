export type { Chart } from './chart.ts';
export { drawPng } from './draw-png.ts';
export { comparisonCharts } from './comparison/comparison-charts.ts';
export { comparisonText } from './comparison/comparison-text.ts';
export { writeComparisonReport } from './comparison/write-comparison-report.ts';
export { type CsvTable, csvText, type CsvValue } from './csv.ts';
export { diagnosesText, diagnosisText } from './diagnosis/diagnosis-text.ts';
export { writeDiagnosesReport, writeDiagnosisReport } from './diagnosis/write-diagnosis-report.ts';
export type { WrittenReport } from './write-report.ts';
