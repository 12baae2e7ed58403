import { open, readFile } from 'node:fs/promises';
import { parseJson, writeError } from '@axiswise/files';
import { z } from 'zod';

/** What every line of `metrics.jsonl` says. */
export interface EpochLine {
  /** Counted from 1. */
  readonly epoch: number;
}

export const epochLineSchema: z.ZodType<EpochLine> = z.looseObject({ epoch: z.int().min(1) });

/**
 * Brings `metrics.jsonl` to a history: lines that are the same stay, later ones are cut off, and what is
 * new is appended.
 *
 * A process that is killed leaves whole lines, perhaps fewer; a run that goes on from its checkpoint
 * hands its whole history in again, so no epoch is missing or stands twice.
 *
 * @throws InputError in one sentence where the file system refuses.
 */
export async function writeMetricsFile(file: string, history: readonly object[]): Promise<void> {
  const lines = history.map((metrics) => Buffer.from(`${JSON.stringify(metrics)}\n`));
  try {
    // Not 'a+': the place of each write is given.
    const handle = await open(file, 'r+').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      return open(file, 'w+');
    });
    try {
      const present = await handle.readFile();
      let same = 0;
      let kept = 0;
      while (same < lines.length && startsWithAt(present, lines[same], kept)) {
        kept += lines[same].length;
        same++;
      }
      if (kept < present.length) await handle.truncate(kept);
      const added = Buffer.concat(lines.slice(same));
      if (added.length > 0) await handle.write(added, 0, added.length, kept);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw writeError(file, cause);
  }
}

const startsWithAt = (content: Buffer, line: Buffer, at: number): boolean =>
  content.subarray(at, at + line.length).equals(line);

/**
 * Reads the epochs of `metrics.jsonl` as they are appended: each call gives those that came since the
 * last one, and reads no other part of the file.
 *
 * Where a run goes on from an older checkpoint, epochs are trained again: they are given again. A last
 * line that does not end yet is left for the next call.
 */
export class MetricsReader<Metrics extends EpochLine> {
  readonly #file: string;
  readonly #schema: z.ZodType<Metrics>;
  #lines: string[] = [];
  /** Where the last line that was read begins, and where it ends. */
  #lastStart = 0;
  #end = 0;

  constructor(file: string, schema: z.ZodType<Metrics>) {
    this.#file = file;
    this.#schema = schema;
  }

  /** @throws InputError (`file-damaged`) that names file, line and field. */
  async next(): Promise<Metrics[]> {
    const appended = await this.#appended();
    const known = this.#lines;
    if (appended !== undefined) {
      this.#lines = [...known, ...appended.lines];
      this.#advance(this.#end, appended.lines);
      return this.#parse(known.length);
    }
    const whole = wholeLines(await readFile(this.#file).catch(() => Buffer.alloc(0)));
    this.#lines = whole;
    this.#advance(0, whole);
    const changed = whole.findIndex((line, i) => line !== known[i]);
    return changed === -1 ? [] : this.#parse(changed);
  }

  /** The lines behind the last one; undefined where the file is not the one read before, only longer. */
  async #appended(): Promise<{ readonly lines: string[] } | undefined> {
    let handle;
    try {
      handle = await open(this.#file, 'r');
    } catch {
      return this.#lines.length === 0 ? { lines: [] } : undefined;
    }
    try {
      const { size } = await handle.stat();
      if (size < this.#end) return undefined;
      const last = this.#end - this.#lastStart;
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(size - this.#lastStart),
        0,
        size - this.#lastStart,
        this.#lastStart,
      );
      const read = buffer.subarray(0, bytesRead);
      if (last > 0 && read.toString('utf8', 0, last) !== `${this.#lines.at(-1)}\n`) {
        return undefined;
      }
      return { lines: wholeLines(read.subarray(last)) };
    } finally {
      await handle.close();
    }
  }

  #advance(from: number, lines: readonly string[]): void {
    if (lines.length === 0 && from === this.#end) return;
    const lengths = lines.map((line) => Buffer.byteLength(line) + 1);
    this.#end = lengths.reduce((sum, length) => sum + length, from);
    this.#lastStart = this.#end - (lengths.at(-1) ?? 0);
  }

  #parse(from: number): Metrics[] {
    return this.#lines.slice(from).map((line, i) =>
      parseJson(line, this.#schema, {
        place: `${this.#file}, line ${from + i + 1},`,
        what: 'the metrics of an epoch',
      }),
    );
  }
}

/** The lines that end with a line feed. */
function wholeLines(content: Buffer): string[] {
  const text = content.toString('utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}
