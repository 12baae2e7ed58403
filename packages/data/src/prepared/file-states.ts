import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** File systems keep times in steps of up to this: two changes within a step look like one. */
const stepMs = 20;

/**
 * A SHA-256 over the names, sizes and times of change of files: the same as long as nobody wrote to them.
 * Reading their contents would take as long as preparing them.
 *
 * The time of change (`ctime`) is that of the system; unlike the time of modification, programs cannot set
 * it back.
 *
 * @param folder names are relative to it, where it is given.
 */
export async function fileStates(files: readonly string[], folder = ''): Promise<string> {
  const hash = createHash('sha256');
  let newest = 0;
  for (const file of files) {
    const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
    const name = folder === '' ? path.resolve(file) : path.relative(folder, file);
    hash.update(
      `${name}\0${facts ? `${facts.size} ${facts.mtimeNs} ${facts.ctimeNs}` : 'absent'}\n`,
    );
    newest = Math.max(newest, Number(facts?.ctimeMs ?? 0));
  }
  const ageMs = Date.now() - newest;
  if (ageMs >= 0 && ageMs < stepMs) await sleep(stepMs - ageMs);
  return hash.digest('hex');
}
