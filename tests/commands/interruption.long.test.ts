import { it } from 'vitest';
import { expectSameAfterKills } from './killed-run.ts';

it('killed at twenty random moments a run ends with the weights of the uninterrupted one', () =>
  expectSameAfterKills(20));

// The rows of an embedding are updated one by one.
it('so does a run of sentences, killed at three', () =>
  expectSameAfterKills(3, (runDir) => [
    ...['train', 'sentences', '--data-options', 'train=300', 'test=60'],
    ...['--width', '20', '--filters', '12', '--epochs', '12'],
    ...['--checkpoint-seconds', '0', '--run-dir', runDir],
  ]));
