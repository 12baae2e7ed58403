import path from 'node:path';
import { readJsonFile } from '@axiswise/files';
import { environmentSchema } from '@axiswise/runner';
import { measuredNumber, resultFile } from '@axiswise/runs';
import { z } from 'zod';
import type { Comparison } from './comparison.ts';

/** The file of a comparison in its folder. */
export const comparisonFile = (folder: string): string => path.join(folder, resultFile.comparison);

const count = z.int().min(0);
const share = z.number().min(0).max(1);

const meanOverSeeds = z.looseObject({
  // NaN where every trial failed.
  mean: measuredNumber,
  low: z.number().nullable(),
  high: z.number().nullable(),
  values: z.array(z.number().nullable()),
});

const judgement = z.looseObject({ answer: z.boolean(), because: z.string() });

const configuration = z.record(z.string(), z.union([z.number(), z.string()]));

const tuned = z.looseObject({
  number: count.nullable(),
  values: configuration.nullable(),
  score: z.number().nullable(),
  atEdge: z.array(z.looseObject({ name: z.string(), end: z.enum(['low', 'high']) })),
  configurations: z.array(
    z.looseObject({
      number: count,
      values: configuration,
      scores: z.array(z.looseObject({ epochs: count, score: z.number() })),
      outcome: z.enum(['finished', 'stopped', 'diverged', 'failed']),
      message: z.string().optional(),
    }),
  ),
});

const tuning = z.looseObject({
  configurations: count,
  seed: count,
  trainExamples: count,
  metric: z.string(),
  better: z.enum(['lower', 'higher']),
  space: z.record(
    z.string(),
    z.union([
      z.looseObject({ choices: z.array(z.union([z.number(), z.string()])) }),
      z.looseObject({
        from: z.number(),
        to: z.number(),
        scale: z.enum(['log', 'linear']),
        integer: z.boolean().optional(),
      }),
    ]),
  ),
  edgeShare: share,
  rungs: z.array(z.looseObject({ epochs: count, trials: count })),
});

const networkShape = z.looseObject({
  narrowest: count,
  minimumWidth: count,
  layersLeftOut: count,
});

const trainingCheck = z.looseObject({
  verdict: z.enum(['trained', 'not trained', 'stopped early']),
  because: z.array(z.string()),
  // Null without classes.
  majorityAccuracy: share.nullable(),
  linearAccuracy: share.nullable(),
});

const strategy = z.looseObject({
  name: z.string(),
  // Absent in comparisons that were written before there was tuning.
  tuned: tuned.nullable().optional(),
  filter: z
    .array(
      z.looseObject({
        axis: z.string(),
        move: z.enum(['slide', 'span']),
        kernelSize: count,
        length: count,
        stride: count,
        pool: count,
        bands: count.optional(),
        shuffled: z.boolean().optional(),
      }),
    )
    .nullable(),
  layers: z
    .array(
      z.looseObject({
        name: z.string(),
        kind: z.string(),
        inputs: z.array(z.string()),
        axes: z.array(
          z.looseObject({
            axis: z.string(),
            move: z.enum(['slide', 'span', 'pool', 'global-pool']),
            kernelSize: count,
            stride: count,
            dilation: count,
            length: count,
            bands: count.optional(),
            unshared: z.literal(true).optional(),
            blurs: z.literal(true).optional(),
            shuffled: z.literal(true).optional(),
          }),
        ),
      }),
    )
    .optional(),
  weightSharing: z.enum(['full', 'banded', 'none']),
  expectation: z.string().nullable(),
  against: z.array(z.string()),
  parameters: count,
  macs: count,
  widthMultiplier: z.number(),
  sizeRatio: z.number().nullable(),
  shape: networkShape.optional(),
  // Absent in comparisons of the first release.
  trained: trainingCheck.optional(),
  trainingCurve: z
    .array(
      z.looseObject({
        epoch: count,
        trainLoss: meanOverSeeds,
        trainAccuracy: meanOverSeeds.nullable(),
        validationLoss: meanOverSeeds.nullable(),
        validationAccuracy: meanOverSeeds.nullable(),
      }),
    )
    .optional(),
  accuracy: meanOverSeeds,
  // Of tasks without classes.
  score: meanOverSeeds.optional(),
  loss: meanOverSeeds,
  top5Accuracy: meanOverSeeds.optional(),
  metrics: z.record(z.string(), meanOverSeeds).optional(),
  neverPredicted: z.array(z.string()).optional(),
  perClass: z
    .array(
      z.looseObject({
        class: z.string(),
        examples: count,
        precision: meanOverSeeds,
        recall: meanOverSeeds,
        f1: meanOverSeeds,
      }),
    )
    .optional(),
  confusion: z.array(z.array(count)).nullable(),
  learningCurve: z.array(
    z.looseObject({
      trainExamples: count,
      epochs: count,
      accuracy: meanOverSeeds,
      score: meanOverSeeds.optional(),
    }),
  ),
  shifts: z.array(
    z.looseObject({
      axis: z.string(),
      testExamples: count,
      points: z.array(
        z.looseObject({
          shift: z.int(),
          accuracy: meanOverSeeds,
          score: meanOverSeeds.optional(),
        }),
      ),
    }),
  ),
  seconds: z.number(),
});

const metricDifference = z.looseObject({
  difference: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: share.nullable(),
  pHolm: share.nullable(),
  verdict: z.string().optional(),
});

const pair = z.looseObject({
  a: z.string(),
  b: z.string(),
  difference: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: share.nullable(),
  pHolm: share.nullable(),
  effectSize: z.number().nullable(),
  seeds: count,
  verdict: z.string(),
  decidedAfter: count.nullable().optional(),
  metrics: z.record(z.string(), metricDifference).optional(),
  overExamples: z.looseObject({ low: z.number(), high: z.number() }).optional(),
  warning: z
    .looseObject({ kind: z.literal('few groups'), groups: z.number(), enough: count })
    .optional(),
});

const predictedClasses = z.array(z.looseObject({ class: z.string(), seeds: count }));
const claimOutcome = z.enum(['supported', 'contradicted', 'not shown', 'not testable']);

const claim = z.looseObject({
  better: z.string(),
  worse: z.string(),
  predicted: z.enum(['better', 'equal']),
  because: z.string(),
  outcome: claimOutcome,
  measured: z.string(),
  atSizes: z
    .looseObject({
      outcomes: z.array(z.looseObject({ scale: z.number().positive(), outcome: claimOutcome })),
      words: z.string(),
    })
    .optional(),
});

const comparedScale = z.looseObject({
  scale: z.number().positive(),
  size: count,
  strategies: z.array(
    z.looseObject({
      name: z.string(),
      tuned: tuned.nullable().optional(),
      parameters: count,
      macs: count,
      widthMultiplier: z.number(),
      sizeRatio: z.number().nullable(),
      shape: networkShape.optional(),
      trained: trainingCheck.optional(),
      accuracy: meanOverSeeds,
      score: meanOverSeeds.optional(),
    }),
  ),
  pairs: z.array(pair),
  claims: z.array(claim),
});

const figure = z.looseObject({
  describe: z.string(),
  better: z.enum(['lower', 'higher']),
  unit: z.string().nullable(),
  isShare: z.boolean(),
});

const comparedTask = z.looseObject({
  kind: z.string(),
  targets: z.looseObject({
    task: z.string(),
    shape: z.array(count),
    names: z.array(z.string()),
    units: z.array(z.string()).optional(),
  }),
  score: figure,
  metrics: z.record(z.string(), figure),
  constantScore: z.number(),
});

const experiment = z.looseObject({
  experiment: z.string(),
  title: z.string(),
  data: z.string(),
  task: comparedTask.optional(),
  backend: z.string(),
  axes: z.array(
    z.looseObject({
      name: z.string(),
      length: count,
      patternsRecur: judgement,
      subsamplable: judgement,
    }),
  ),
  seeds: z.array(count),
  declaredMetrics: z.array(z.string()).optional(),
  testGroups: z.looseObject({ of: z.string(), count }).nullable().optional(),
  options: z.record(z.string(), z.union([z.number(), z.string()])),
  decision: z
    .looseObject({
      minimumSeeds: count,
      maximumSeeds: count,
      trainings: count,
      trainingsWithFixedSeeds: count,
      fixedSeeds: count,
    })
    .nullable()
    .optional(),
  tuning: tuning.nullable().optional(),
  epochs: count,
  batchSize: count,
  trainExamples: count,
  testExamples: count,
  classes: z.array(z.string()),
  budget: z.looseObject({
    of: z.enum(['parameters', 'macs', 'none']),
    reference: z.string().nullable(),
    size: z.number().nullable(),
    scale: z.number().positive().optional(),
  }),
  strategies: z.array(strategy),
  pairs: z.array(pair),
  // Absent in comparisons of one size, and in those that were written before there were several.
  scales: z.array(comparedScale).optional(),
  claims: z.array(claim),
  disagreements: z
    .array(
      z.looseObject({
        right: z.string(),
        wrong: z.string(),
        count,
        examples: z.array(
          z.looseObject({
            index: count,
            name: z.string().optional(),
            label: z.string(),
            predictions: z.looseObject({ right: predictedClasses, wrong: predictedClasses }),
          }),
        ),
      }),
    )
    .optional(),
  failures: z.array(
    z.looseObject({
      strategy: z.string(),
      seed: count,
      trainExamples: count,
      scale: z.number().positive().optional(),
      message: z.string(),
    }),
  ),
  seconds: z.number(),
  runDir: z.string(),
});

const comparisonSchema: z.ZodType<Comparison> = z.looseObject({
  format: z.literal(1),
  command: z.string(),
  createdAt: z.string(),
  environment: environmentSchema,
  experiments: z.array(experiment),
  runDir: z.string(),
});

/**
 * Reads a file that {@link comparisonFile} names; undefined where there is none.
 *
 * @throws InputError `file-damaged` that names the field that is wrong.
 */
export const readComparison = (file: string): Promise<Comparison | undefined> =>
  readJsonFile(file, comparisonSchema, 'a comparison');
