import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import type { LookedAtModel, LookedAtNetwork, LookedAtRun } from '@axiswise/interpret';
import { InputError } from '@axiswise/messages';
import { preprocessingOf } from '../preprocessing-options.ts';
import { notice } from '../print-result.ts';

/** What is looked into: a run, or a model alone. */
export interface OpenedNetwork {
  readonly look: LookedAtNetwork;
  /** Undefined of a model alone. */
  readonly run: LookedAtRun | undefined;
  /** The folder that pictures are written to unless a call names a file. */
  readonly folder: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** The same as JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Opens a finished run. */
export async function openRun(args: {
  readonly runDir: string;
  readonly backend: BackendChoice;
  readonly dataDir?: string | undefined;
}): Promise<OpenedNetwork & { readonly run: LookedAtRun }> {
  const { lookIntoRun } = await import('@axiswise/interpret');
  const { runDir, backend, dataDir } = args;
  const run = await lookIntoRun(runDir, { backend, dataDir, onNotice: notice });
  const { experiment, strategy, data, seed } = run.configuration;
  return {
    ...{ look: run, run, folder: runDir },
    about: `${experiment}, ${strategy}, ${data}, seed ${seed}`,
    json: { experiment, strategy, data, seed },
  };
}

/** Opens an image model that was trained elsewhere. */
export async function openModel(
  args: {
    readonly runDir: string;
    readonly backend: BackendChoice;
    readonly size?: number | undefined;
    readonly classNames?: string | undefined;
    readonly blank?: number | undefined;
  } & Parameters<typeof preprocessingOf>[0],
): Promise<OpenedNetwork> {
  const { runDir, backend, size, blank } = args;
  if (blank !== undefined && blank > 1) {
    throw new InputError('usage', `--blank must be a number from 0 to 1, got ${blank}`);
  }
  const preprocessing = preprocessingOf(args);
  const classNames = args.classNames === undefined ? undefined : await linesOf(args.classNames);
  const { lookIntoModel } = await import('@axiswise/interpret');
  const look: LookedAtModel = await lookIntoModel(runDir, {
    ...{ backend, size, blank, preprocessing, classNames },
    onNotice: notice,
  });
  const { file, height, width } = look;
  return {
    ...{ look, run: undefined, folder: path.dirname(file) },
    about: `${runDir}, ${width}×${height}`,
    json: { model: file, preprocessing: look.preprocessing, height, width },
  };
}

/** The lines of a file that are not empty. */
async function linesOf(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(
      'usage',
      `--class-names: ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      { cause },
    );
  }
  const names = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length > 0) return names;
  throw new InputError('usage', `--class-names: ${file} is empty; write one name a line`);
}
