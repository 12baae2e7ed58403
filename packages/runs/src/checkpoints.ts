import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { removeTemporaries, writeFileAtomically } from '@axiswise/files';
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

  /** The newest checkpoint that reads back whole, or undefined. */
  async latest(): Promise<Checkpoint<Progress> | undefined> {
    await removeTemporaries(this.folder);
    for (const name of (await this.#names()).reverse()) {
      try {
        const content = await readFile(path.join(this.folder, name));
        const { arrays, metadata } = decodeSafetensors(content);
        return {
          step: Number(name.slice('step-'.length, -'.safetensors'.length)),
          arrays,
          progress: JSON.parse(metadata['progress']) as Progress,
        };
      } catch {
        // A file that a failing disk damaged: the one before it is as good, only older.
        continue;
      }
    }
    return undefined;
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => /^step-\d{9}\.safetensors$/.test(name)).sort();
  }
}
