import { isInputError } from '@axiswise/messages';
import { loadExperiment } from '@axiswise/experiment';
import { trainExperiment } from '@axiswise/runner';
import type { TrialMessage, TrialRequest } from './trial.ts';

// The process of one trial: its parent sends the call, it trains, says how it went, and ends.

const secondsBetweenMessages = 0.2;

// Without its parent nobody waits for the trial: it ends, and its checkpoint allows it to go on.
process.once('disconnect', () => process.exit(1));
// Ctrl-C reaches all processes of a terminal; the parent decides, and this one ends with it.
process.on('SIGINT', () => undefined);

process.once('message', (request: TrialRequest) => {
  void run(request).then(async (message) => {
    await send(message);
    process.exit(0);
  });
});

async function run({ experiment, call }: TrialRequest): Promise<TrialMessage> {
  let last = 0;
  try {
    await trainExperiment(await loadExperiment(experiment), {
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
    });
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
