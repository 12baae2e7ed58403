import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Random } from '@axiswise/random';
import { expect, it } from 'vitest';
import { EncodePool } from './encode-pool.ts';
import { playGame } from './self-play.ts';

const games = [playGame(new Random(3, 'pool'), 9)];

it('answers concurrent requests, each with its own result', async () => {
  const pool = new EncodePool({ games, planes: 4, size: 9 }, 2, 0);
  // One to five positions each: more or fewer than there are threads.
  const requests = [1, 5, 2, 3].map((count) =>
    Int32Array.from({ length: 3 * count }, (_, i) => [0, i, i % 8][i % 3]),
  );
  const concurrent = await Promise.all(requests.map((request) => pool.encode(request)));
  for (const [i, request] of requests.entries()) {
    expect(concurrent[i]).toHaveLength((request.length / 3) * 81 * 4);
    expect(await pool.encode(request)).toEqual(concurrent[i]);
  }
});

it('fails with the error that ended its thread, and keeps failing instead of waiting for ever', async () => {
  const pool = new EncodePool({ games, planes: 4, size: 1 }, 2, 0);
  const why = 'the board size must be an integer from 2 to 25, got 1';
  const request = Int32Array.of(0, 0, 0, 0, 1, 0);
  await expect(pool.encode(request)).rejects.toThrow(why);
  await expect(pool.encode(request)).rejects.toThrow(why);
});

it('begins in this thread, with the same result', async () => {
  const request = Int32Array.of(0, 3, 1, 0, 5, 0);
  const here = new EncodePool({ games, planes: 12, size: 9 }, 1);
  const elsewhere = new EncodePool({ games, planes: 12, size: 9 }, 1, 0);
  expect(await here.encode(request)).toEqual(await elsewhere.encode(request));
  await expect(here.encode(Int32Array.of(0, 10_000, 0))).rejects.toThrow(
    'cannot encode a position',
  );
});

it('lets an idle process end', () => {
  const from = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      '--import',
      pathToFileURL(createRequire(import.meta.url).resolve('@axiswise/processes/read-typescript'))
        .href,
      '--input-type=module',
      '--eval',
      `const { EncodePool } = await import(${from('encode-pool.ts')});
       const { parseSgf } = await import(${from('../sgf/sgf.ts')});
       const games = [parseSgf('(;SZ[9];B[ee])', 'one.sgf').games[0].game];
       const bytes = await new EncodePool({ games, planes: 4, size: 9 }, 2, 0).encode(Int32Array.of(0, 1, 0));
       console.log(bytes.length, bytes[40 * 4 + 1]);`,
    ],
    { encoding: 'utf8', timeout: 30_000 },
  );
  expect(stderr).toBe('');
  // The stone in the centre is the opponent's.
  expect(stdout).toBe('324 1\n');
  expect(status).toBe(0);
});
