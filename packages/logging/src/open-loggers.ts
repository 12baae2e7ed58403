import { InputError, isInputError, pickByName } from '@axiswise/messages';
import type {
  StartedRunFacts,
  TestedRunFacts,
  TrainExperimentObserver,
  TrainExperimentResult,
} from '@axiswise/runner';
import { mlflow } from './mlflow/mlflow.ts';
import type { LoggerKind, LoggerTools, RunLogger } from './run-logger.ts';
import { tensorboard } from './tensorboard/tensorboard.ts';

/** The kinds of logs. */
const loggerKinds: readonly LoggerKind[] = [tensorboard, mlflow];

/** What a training tells its logs. */
export interface OpenLoggers {
  readonly observer: Required<Pick<TrainExperimentObserver, 'onStart' | 'onEpoch' | 'onTest'>>;
  /** To be called when training has ended, with nothing where it failed. */
  end(result?: TrainExperimentResult): Promise<void>;
}

/**
 * Opens logs by their names and targets, `tensorboard` or `mlflow=http://localhost:5000`.
 *
 * A log that fails while training goes on is left off, and one line says so: training is worth more than
 * its log.
 *
 * @param tools.drawPng draws the pictures of logs that show some.
 * @throws InputError where there is no such log, or its target cannot be one.
 */
export async function openLoggers(
  words: readonly string[],
  onNotice: (line: string) => void,
  tools: Omit<LoggerTools, 'onNotice'> = {},
): Promise<OpenLoggers> {
  const open: { readonly name: string; readonly logger: RunLogger }[] = [];
  for (const word of words) {
    const [, name, , target] = /^([^=]*)(=(.*))?$/s.exec(word)!;
    const kinds = new Map(loggerKinds.map((kind) => [kind.name, kind]));
    const kind = pickByName('log', name, kinds, (message) => new InputError('usage', message));
    open.push({ name, logger: await kind.open(target, { ...tools, onNotice }) });
  }
  const left = new Set(open);
  const each = async (
    work: (logger: RunLogger) => Promise<void>,
    { strict = false } = {},
  ): Promise<void> => {
    for (const log of [...left]) {
      try {
        await work(log.logger);
      } catch (error) {
        if (strict && isInputError(error)) throw error;
        left.delete(log);
        const { message } = error as Error;
        onNotice(`the ${log.name} log ends here, and training goes on: ${message}`);
      }
    }
  };
  let started = false;
  return {
    observer: {
      onStart: async (run: StartedRunFacts) => {
        await each((logger) => logger.onStart(run, Date.now()), { strict: true });
        started = true;
      },
      onEpoch: (metrics, _history, weights) =>
        each((logger) => logger.onEpoch({ metrics, time: Date.now(), weights })),
      onTest: (tested: TestedRunFacts) =>
        each(async (logger) => logger.onTest?.(tested, Date.now())),
    },
    end: async (result) => {
      if (started) await each((logger) => logger.onEnd({ result, time: Date.now() }));
    },
  };
}
