import path from 'node:path';
import { readJsonFile } from '@axiswise/files';
import { environmentSchema } from '@axiswise/runner';
import { resultFile } from '@axiswise/runs';
import { z } from 'zod';
import type { Diagnosis } from './diagnosis.ts';

/** The file of a diagnosis in its folder. */
export const diagnosisFile = (folder: string): string => path.join(folder, resultFile.diagnosis);

const count = z.int().min(0);
const verdict = z.enum(['yes', 'no', 'not shown']);
const move = z.record(z.string(), z.enum(['slide', 'span']));
const estimate = z.looseObject({ value: z.number(), low: z.number(), high: z.number() });

const judged = z.looseObject({
  verdict,
  because: z.string(),
  evidence: z.array(
    z.looseObject({ name: z.string(), what: z.string(), estimate, baseline: z.number() }),
  ),
});

const measured = z.looseObject({
  difference: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  pHolm: z.number().nullable(),
  seeds: count,
  verdict: z.string(),
  does: z.string(),
  doesNot: z.string(),
  axes: z.array(z.string()),
  alsoSubsamples: z.boolean(),
});

const agrees = z.enum(['agree', 'disagree', 'open']);

const diagnosisSchema: z.ZodType<Diagnosis> = z.looseObject({
  format: z.literal(1),
  command: z.string(),
  createdAt: z.string(),
  environment: environmentSchema,
  experiment: z.string(),
  data: z.string(),
  backend: z.string(),
  trainExamples: count,
  testExamples: count,
  seeds: count,
  epochs: count,
  margin: z.number(),
  notes: z.array(z.string()),
  chance: z.number(),
  classifiers: z.array(z.looseObject({ move, accuracy: estimate, parameters: count })),
  axes: z.array(
    z.looseObject({
      axis: z.string(),
      length: count,
      slide: judged,
      subsample: judged,
      declared: z.looseObject({ patternsRecur: z.boolean(), subsamplable: z.boolean() }),
    }),
  ),
  recommendation: z.looseObject({
    move,
    pool: z.array(z.string()),
    sentence: z.string(),
    strategy: z.string().nullable(),
  }),
  comparison: z
    .looseObject({
      path: z.string(),
      command: z.string(),
      createdAt: z.string(),
      seeds: count,
      trainExamples: count,
      testExamples: count,
      budget: z.enum(['parameters', 'macs', 'none']),
    })
    .nullable(),
  agreement: z.array(
    z.looseObject({
      axis: z.string(),
      question: z.enum(['slide', 'subsample']),
      declared: z.boolean(),
      verdict,
      measured: z.array(measured),
      found: z.enum(['yes', 'no', 'not shown', 'mixed']).nullable(),
      withDeclaration: agrees,
      withComparison: agrees.nullable(),
    }),
  ),
  seconds: z.number(),
});

/**
 * The diagnosis in a folder; undefined where there is none.
 *
 * @throws InputError `file-damaged` that names the field that is wrong.
 */
export const readDiagnosis = (folder: string): Promise<Diagnosis | undefined> =>
  readJsonFile(diagnosisFile(folder), diagnosisSchema, 'a diagnosis');
