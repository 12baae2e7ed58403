import { InputError } from '@axiswise/messages';
import { describe, expect, it, vi } from 'vitest';
import { outcomeOf } from './outcome.ts';

describe('outcomeOf', () => {
  it('names the options that mend a mistake, in place of the remedy of the library', () => {
    const remedy = 'choose another folder';
    expect(
      outcomeOf(new InputError('run-exists', 'runs/a already holds a run', { remedy })),
    ).toEqual({
      exitCode: 2,
      message:
        'runs/a already holds a run; continue it with --resume, replace it with --overwrite, or choose ' +
        'another --run-dir',
    });
  });

  it('keeps the remedy of the library where it knows no better', () => {
    expect(outcomeOf(new InputError('data', 'a.png is empty', { remedy: 'remove it' }))).toEqual({
      exitCode: 2,
      message: 'a.png is empty; remove it',
    });
  });

  it('adds nothing to other mistakes', () => {
    expect(outcomeOf(new InputError('data', 'there is no data'))).toEqual({
      exitCode: 2,
      message: 'there is no data',
    });
  });

  it('knows the mistake of another copy of the package by its mark', () => {
    const mark = { inputError: true, code: 'run-locked', problem: 'locked' };
    const error = Object.assign(new Error('locked'), mark);
    expect(outcomeOf(error)).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^locked; wait until/) as string,
    });
  });

  it('tells any other error on one line, with exit code 1', () => {
    expect(outcomeOf(new Error('first\n line\n\nsecond paragraph'))).toEqual({
      exitCode: 1,
      message: 'first line',
    });
  });

  it('shows where it came from when debugging', () => {
    vi.stubEnv('AXISWISE_DEBUG', '1');
    const error = new Error('outer', { cause: new Error('inner') });
    expect(outcomeOf(error).message).toMatch(/outcome\.test\.ts[^]*caused by: Error: inner/);
    vi.unstubAllEnvs();
  });
});
