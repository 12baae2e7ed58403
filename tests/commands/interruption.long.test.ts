import { it } from 'vitest';
import { expectSameAfterKills } from './killed-run.ts';

it('killed at twenty random moments a run ends with the weights of the uninterrupted one', () =>
  expectSameAfterKills(20));
