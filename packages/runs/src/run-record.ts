import { z } from 'zod';
import { type ArchitectureLayer, architectureLayerSchema, shortLayer } from './architecture.ts';

/** What the configuration of every run says, whatever is trained. */
export interface RunIdentity {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly seed: number;
  readonly testExamples: number;
  readonly classes: readonly string[];
  readonly training: { readonly epochs: number };
  /** The network: another architecture is another run. Absent in runs of the first release. */
  readonly architecture?: readonly ArchitectureLayer[] | undefined;
  /** The same in short, `convolution_1 [26,26,25]`: see `recordedLayers` of the runner. */
  readonly layers: readonly string[];
}

/** What the result of every run says. */
export interface RunOutcome {
  readonly epochs: number;
  /** Of a classification its accuracy. */
  readonly test: { readonly accuracy?: number | undefined };
}

/** What `run.json` holds: everything that is needed to repeat a run and to trust its result. */
export interface RunRecord<Configuration = RunIdentity, Result = RunOutcome> {
  readonly format: 1;
  readonly status: 'running' | 'finished';
  /** Everything that decides what is learned; a run is continued only with an equal one. */
  readonly configuration: Configuration;
  /** Node, engine and version, threads, flags: what may change the last bits. */
  readonly environment: unknown;
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt?: string | undefined;
  /** Present once the run is finished. */
  readonly result?: Result | undefined;
}

/** The schema of a record, of a configuration and a result. Unknown fields are allowed everywhere. */
export const runRecordSchema = <Configuration, Result>(parts: {
  readonly configuration: z.ZodType<Configuration>;
  readonly environment?: z.ZodType;
  readonly result: z.ZodType<Result>;
}): z.ZodType<RunRecord<Configuration, Result>> =>
  z
    .looseObject({
      format: z.literal(1),
      status: z.enum(['running', 'finished']),
      configuration: parts.configuration,
      environment: parts.environment ?? z.looseObject({}),
      command: z.string(),
      startedAt: z.string(),
      finishedAt: z.string().optional(),
      result: parts.result.optional(),
    })
    .refine(({ status, result }) => status !== 'finished' || result !== undefined, {
      path: ['result'],
      message: 'is missing, but the run is finished',
    }) as unknown as z.ZodType<RunRecord<Configuration, Result>>;

/** What every kind of run records of what it is. */
export const runIdentitySchema = z.looseObject({
  experiment: z.string(),
  strategy: z.string(),
  data: z.string(),
  seed: z.int().min(0),
  testExamples: z.int().min(0),
  classes: z.array(z.string()),
  training: z.looseObject({ epochs: z.int().min(1) }),
  architecture: z.array(architectureLayerSchema).min(1).optional(),
  layers: z.array(z.string().regex(shortLayer)).min(1),
});

/** What every kind of run records of what came out. */
export const runOutcomeSchema = z.looseObject({
  epochs: z.int().min(0),
  test: z.looseObject({ accuracy: z.number().min(0).max(1).optional() }),
});

/** The part of every record that is the same whatever was trained. */
export const anyRunSchema: z.ZodType<RunRecord> = runRecordSchema<RunIdentity, RunOutcome>({
  configuration: runIdentitySchema,
  result: runOutcomeSchema,
});
