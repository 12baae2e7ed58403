import { loadExperiment } from '@axiswise/experiment';
import { isInputError } from '@axiswise/messages';
import { type TrainExperimentOptions, trainExperiment, trainToEpoch } from '@axiswise/runner';
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
  const { untilEpoch, ...options } = call;
  let last = 0;
  try {
    const loaded = await loadExperiment(experiment);
    const withProgress: TrainExperimentOptions = {
      ...options,
      lockWaitSeconds,
      observer: {
        onStep: ({ epoch, epochs, examples, trainExamples }) => {
          if (performance.now() - last < secondsBetweenMessages * 1000) return;
          last = performance.now();
          void send({
            kind: 'progress',
            fraction: (epoch - 1 + examples / trainExamples) / (untilEpoch ?? epochs),
          });
        },
      },
    };
    // A configuration that diverges is no failure of its trial: the run says so.
    if (untilEpoch === undefined) await trainExperiment(loaded, withProgress);
    else await trainToEpoch(loaded, untilEpoch, withProgress);
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

function send(message: TrialMessage): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}
