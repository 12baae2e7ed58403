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

const variance = z.looseObject({
  perSeed: z.number(),
  perExample: z.number(),
  perScore: z.number(),
  seeds: count,
  examples: count,
  groups: count.optional(),
});

// What diagnoses of the first release do not hold is optional.
const judged = z.looseObject({
  verdict,
  because: z.string(),
  evidence: z.array(
    z.looseObject({
      name: z.string(),
      what: z.string(),
      estimate,
      baseline: z.number(),
      isScore: z.literal(true).optional(),
      p: z.number().optional(),
      variance: variance.optional(),
    }),
  ),
  needed: z
    .looseObject({
      evidence: z.string(),
      toShow: z.number(),
      against: z.number(),
      power: z.number(),
      testExamples: count,
      seeds: count,
    })
    .nullish(),
});

const parameter = z.union([
  z.looseObject({ from: z.number(), to: z.number(), scale: z.enum(['log', 'linear']) }),
  z.looseObject({ choices: z.array(z.union([z.number(), z.string()])) }),
]);

const tuning = z.looseObject({
  configurations: count,
  metric: z.literal('loss'),
  space: z.record(z.string(), parameter),
  rungs: z.array(z.looseObject({ epochs: count, trials: count })),
  classifiers: z.array(
    z.looseObject({
      name: z.string(),
      words: z.string(),
      learningRate: z.number(),
      loss: z.number().nullable(),
      atEdge: z.array(z.looseObject({ name: z.string(), end: z.enum(['low', 'high']) })),
    }),
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
  score: z
    .looseObject({ describe: z.string(), constant: z.string(), isBounded: z.boolean() })
    .optional(),
  classifiers: z.array(z.looseObject({ move, accuracy: estimate, parameters: count })),
  tuning: tuning.nullish(),
  testGroups: z.looseObject({ count }).nullish(),
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
    basis: z.record(z.string(), z.enum(['shown', 'guess'])).optional(),
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
