import { setTimeout as sleep } from 'node:timers/promises';
import { loadExperiment } from '@axiswise/experiment';
import { isInputError } from '@axiswise/messages';
import { trainExperiment } from '@axiswise/runner';
import type { TrialMessage, TrialOutcome, TrialRequest } from './trial.ts';

// What a process of trials runs: its parent sends a call, it trains and says how that went; then the next.

const secondsBetweenMessages = 0.2;

/**
 * How long to wait for another process at work in the folder of a trial: where a comparison was killed and
 * called again at once, its trials may still be writing their checkpoints, after which they end.
 */
const lockWaitSeconds = 10;

// Without its parent nobody waits for the trial: it ends, and its checkpoint allows it to go on.
process.once('disconnect', () => process.exit(1));
// Ctrl-C reaches all processes of a terminal; the parent decides, and this one ends with it.
process.on('SIGINT', () => undefined);

process.on('message', (request: TrialRequest) => {
  void run(request).then(send);
});

async function run({ experiment, call }: TrialRequest): Promise<TrialOutcome> {
  let last = 0;
  try {
    const declared = await loadExperiment(experiment);
    await whenUnlocked(() =>
      trainExperiment(declared, {
        ...call,
        observer: {
          onStep: ({ epoch, epochs, examples, trainExamples }) => {
            if (performance.now() - last < secondsBetweenMessages * 1000) return;
            last = performance.now();
            void send({
              kind: 'progress',
              fraction: (epoch - 1 + examples / trainExamples) / epochs,
            });
          },
        },
      }),
    );
    return { kind: 'finished' };
  } catch (error) {
    const { message } = error as { message?: unknown };
    return {
      kind: 'failed',
      message: String(message ?? error),
      inputError: isInputError(error),
    };
  }
}

async function whenUnlocked<T>(train: () => Promise<T>): Promise<T> {
  const end = performance.now() + lockWaitSeconds * 1000;
  for (;;) {
    try {
      return await train();
    } catch (error) {
      const locked = isInputError(error) && error.code === 'run-locked';
      if (!locked || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}

function send(message: TrialMessage): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}
