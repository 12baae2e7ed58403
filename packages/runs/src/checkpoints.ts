import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseJson, removeTemporaries, writeFileAtomically } from '@axiswise/files';
import type { ZodType } from 'zod';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.ts';

/** Everything a run needs to go on as if it had never stopped. */
export interface Checkpoint<Progress> {
  /** Steps done. */
  readonly step: number;
  /** Weights, the optimizer's moments, the best weights so far. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly progress: Progress;
}

/** Checkpoints in a folder, each in one file, written whole or not at all; the last two are kept. */
export class CheckpointFolder<Progress> {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async save({ step, arrays, progress }: Checkpoint<Progress>): Promise<void> {
    const name = `step-${String(step).padStart(9, '0')}.safetensors`;
    const content = encodeSafetensors(arrays, { progress: JSON.stringify(progress) });
    await writeFileAtomically(path.join(this.folder, name), content);
    const older = (await this.#names()).filter((other) => other < name).slice(0, -1);
    await Promise.all(older.map((other) => rm(path.join(this.folder, other), { force: true })));
  }

  /**
   * The newest checkpoint that reads back whole, or undefined.
   *
   * @param schema of its progress.
   * @param onNotice gets a line for each newer one that is damaged, with what is done instead.
   */
  async latest(
    schema: ZodType<Progress>,
    onNotice?: (line: string) => void,
  ): Promise<Checkpoint<Progress> | undefined> {
    await removeTemporaries(this.folder);
    const newestFirst = (await this.#names()).reverse();
    for (const [i, name] of newestFirst.entries()) {
      try {
        return await this.#read(name, schema);
      } catch (error) {
        // A file that a failing disk damaged: the one before it is as good, only older.
        const older = newestFirst[i + 1];
        onNotice?.(
          `${path.join(this.folder, name)} is damaged (${(error as Error).message}); ` +
            (older === undefined ? 'the run starts anew' : `the run continues from ${older}`),
        );
      }
    }
    return undefined;
  }

  async #read(name: string, schema: ZodType<Progress>): Promise<Checkpoint<Progress>> {
    const { arrays, metadata } = decodeSafetensors(await readFile(path.join(this.folder, name)));
    return {
      step: Number(name.slice('step-'.length, -'.safetensors'.length)),
      arrays,
      progress: parseJson(metadata['progress'], schema, {
        place: 'its progress',
        what: 'that of a training',
      }),
    };
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => /^step-\d{9}\.safetensors$/.test(name)).sort();
  }
}
