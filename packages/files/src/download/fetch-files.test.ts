import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyFiles } from './checksums.ts';
import type { RemoteFile, RemoteFolder } from './remote-folder.ts';
import { fetchFiles, type FetchOptions } from './fetch-files.ts';
import { InputError } from '@axiswise/messages';
import {
  type Behaviour,
  cutsAfter,
  type FileServer,
  ignoresRanges,
  inTurn,
  respondsWith,
  serve,
  serves,
  stallsAfter,
  staysSilent,
  wellBehaved,
} from '@axiswise/testing/file-server';
import { typescriptArguments } from '@axiswise/processes';
import { Random } from '@axiswise/random';

const random = new Random(0, 'download test');
const bytes = Uint8Array.from({ length: 300_000 }, () => random.integer(256));
const others = Uint8Array.from(bytes, (byte) => byte ^ 1);
const digest = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const sha256 = digest(bytes);

let dataDir: string;
let servers: FileServer[];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'axiswise-download-'));
  servers = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.map((server) => server.close()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(behaviour?: Behaviour, body = bytes): Promise<FileServer> {
  const server = await serve(body, behaviour);
  servers.push(server);
  return server;
}

const sourceOf = (file: Omit<RemoteFile, 'path'>): RemoteFolder => ({
  name: 'set',
  files: [{ path: 'file.bin', ...file }],
});

const local = () => path.join(dataDir, 'set', 'file.bin');
const partial = () => `${local()}.partial`;

async function leavePartial(content: Uint8Array): Promise<void> {
  await mkdir(path.dirname(partial()), { recursive: true });
  await writeFile(partial(), content);
}

/** Downloads from servers with the given behaviour; returns the progress messages. */
async function fetchFrom(
  behaviours: Behaviour[],
  options: Partial<FetchOptions> & { file?: Partial<RemoteFile> } = {},
): Promise<{ lines: string[]; ranges: string[][] }> {
  const { file, ...rest } = options;
  const started: FileServer[] = [];
  for (const behaviour of behaviours) started.push(await start(behaviour));
  const mirrors = started.map(({ base }) => `${base}/file.bin`);
  const lines: string[] = [];
  await fetchFiles(sourceOf({ mirrors, sha256, ...file }), {
    dataDir,
    onProgress: (line) => lines.push(line),
    ...rest,
  });
  return { lines, ranges: started.map(({ ranges }) => ranges) };
}

/** The file is complete, and nothing else lies beside it. */
async function expectWhole(): Promise<void> {
  expect(digest(await readFile(local()))).toBe(sha256);
  expect(await readdir(path.dirname(local()))).toEqual(['file.bin']);
}

describe('fetchFiles', () => {
  it('downloads, checks and names a file', async () => {
    const { lines, ranges } = await fetchFrom([wellBehaved]);
    await expectWhole();
    expect(ranges).toEqual([['']]);
    expect(lines[0]).toMatch(/^downloading http.* \(0\.3 MB\)$/);
    expect(lines.at(-1)).toBe(`${local()} is complete, its checksum is right`);
  });

  it('makes no request if the file exists', async () => {
    await mkdir(path.dirname(local()), { recursive: true });
    await writeFile(local(), bytes);
    const { lines, ranges } = await fetchFrom([respondsWith(500)]);
    expect(ranges).toEqual([[]]);
    expect(lines).toEqual(['file.bin is there, its checksum is right']);
  });

  it('replaces a damaged file', async () => {
    await mkdir(path.dirname(local()), { recursive: true });
    await writeFile(local(), others);
    await fetchFrom([ignoresRanges]);
    await expectWhole();
  });

  it('resumes after an interrupted connection', async () => {
    const { ranges } = await fetchFrom([
      inTurn(cutsAfter(100_000, partial()), cutsAfter(50_000, partial()), wellBehaved),
    ]);
    await expectWhole();
    expect(ranges).toEqual([['', 'bytes=100000-', 'bytes=150000-']]);
  });

  it('resumes the partial file of an earlier process', async () => {
    await leavePartial(bytes.subarray(0, 123_456));
    const { lines, ranges } = await fetchFrom([wellBehaved]);
    await expectWhole();
    expect(ranges).toEqual([['bytes=123456-']]);
    expect(lines[0]).toMatch(/^going on with http.* \(0\.3 MB\)$/);
  });

  it('restarts if a server ignores ranges', async () => {
    await leavePartial(bytes.subarray(0, 1000));
    await fetchFrom([ignoresRanges]);
    await expectWhole();
  });

  it('restarts if a server sends another part than requested', async () => {
    await leavePartial(bytes.subarray(0, 1000));
    const shifted: Behaviour = (_request, response, body) => {
      response.writeHead(206, { 'content-range': `bytes 5-${body.length - 1}/${body.length}` });
      response.end(body.subarray(5));
    };
    await fetchFrom([inTurn(shifted, wellBehaved)]);
    await expectWhole();
  });

  it('accepts a partial file that is complete (416)', async () => {
    await leavePartial(bytes);
    const { ranges } = await fetchFrom([wellBehaved]);
    await expectWhole();
    expect(ranges).toEqual([['bytes=300000-']]);
  });

  it('restarts if the partial file is longer than that of the server (416)', async () => {
    await leavePartial(Buffer.concat([others, Uint8Array.of(1, 2, 3)]));
    const { ranges } = await fetchFrom([wellBehaved]);
    await expectWhole();
    expect(ranges).toEqual([['bytes=300003-', '']]);
  });

  it('restarts if the partial file belongs to another file', async () => {
    await leavePartial(others.subarray(0, 200_000));
    const { lines, ranges } = await fetchFrom([wellBehaved]);
    await expectWhole();
    expect(ranges).toEqual([['bytes=200000-', '']]);
    expect(lines.join('\n')).toContain('does not fit');
  });

  it('does not blame the second mirror for the partial file of the first', async () => {
    // Both have the content, compressed differently: their parts do not fit together.
    const [small, large] = [9, 1].map((level) =>
      gzipSync(
        bytes.map((byte) => byte & 15),
        { level },
      ),
    );
    expect(digest(small)).not.toBe(digest(large));
    const content = digest(bytes.map((byte) => byte & 15));
    const first = await start(cutsAfter(40_000, partial()), small);
    const second = await start(undefined, large);
    await fetchFiles(
      sourceOf({
        mirrors: [`${first.base}/a`, `${second.base}/b`],
        contentSha256: content,
      }),
      { dataDir, retries: 0 },
    );
    expect(digest(await readFile(local()))).toBe(digest(large));
    expect(second.ranges).toHaveLength(2);
  });

  it('leaves a server that stalls for the next one', async () => {
    const { lines } = await fetchFrom([stallsAfter(1000), wellBehaved], {
      stallSeconds: 0.2,
      retries: 0,
    });
    await expectWhole();
    expect(lines.join('\n')).toContain('received nothing for 0.2 s');
  });

  it('leaves a server that does not respond for the next one, without a retry', async () => {
    const { lines, ranges } = await fetchFrom([staysSilent, wellBehaved], { stallSeconds: 0.2 });
    await expectWhole();
    expect(ranges[0]).toHaveLength(1);
    expect(lines.join('\n')).toContain('the server does not answer within 0.2 s');
  });

  it('retries after a fault of the server, but not after "not found"', async () => {
    const { ranges } = await fetchFrom([
      respondsWith(404),
      inTurn(respondsWith(503), respondsWith(429), wellBehaved),
    ]);
    await expectWhole();
    expect(ranges.map((each) => each.length)).toEqual([1, 3]);
  });

  it('discards wrong content and takes the next mirror', async () => {
    const { lines, ranges } = await fetchFrom([serves(others), wellBehaved]);
    await expectWhole();
    expect(lines.join('\n')).toMatch(/wrong content: it has the sha256 \w+ instead of/);
    // From the beginning: no part of the wrong file is used.
    expect(ranges).toEqual([[''], ['']]);
  });

  it('does not download a file of the wrong size to its end', async () => {
    const { lines } = await fetchFrom([serves(new Uint8Array(300_001)), wellBehaved], {
      file: { sizeBytes: 300_000 },
    });
    await expectWhole();
    expect(lines.join('\n')).toContain('wrong content: 300001 bytes instead of 300000');
  });

  it('leaves a server that sends without end, and keeps nothing', async () => {
    let sent = 0;
    const endless: Behaviour = (_request, response) => {
      const chunk = new Uint8Array(65_536);
      const send = (): void => {
        // Bounded, so that a download that does not stop fails and does not fill the disk.
        if (response.destroyed || sent > 50_000_000) return;
        sent += chunk.length;
        response.write(chunk, send);
      };
      response.writeHead(200);
      send();
    };
    const fetching = fetchFrom([endless], { file: { sizeBytes: 300_000 }, stallSeconds: 0.5 });
    await expect(fetching).rejects.toThrow('wrong content: more than 300000 bytes');
    expect(sent).toBeLessThan(50_000_000);
    expect(await readdir(path.dirname(local()))).toEqual([]);
  });

  it('accepts content that a server compressed in transit', async () => {
    const packs: Behaviour = (_request, response, body) => {
      const packed = gzipSync(body);
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length });
      response.end(packed);
    };
    await fetchFrom([packs]);
    await expectWhole();
  });

  it('accepts a response without a length', async () => {
    const chunked: Behaviour = (_request, response, body) => {
      response.writeHead(200);
      response.write(body.subarray(0, 7));
      response.end(body.subarray(7));
    };
    await fetchFrom([chunked]);
    await expectWhole();
  });

  it('uses one base address instead of all mirrors', async () => {
    const paths: string[] = [];
    const base: Behaviour = (request, response, body) => {
      paths.push(request.url ?? '');
      wellBehaved(request, response, body);
    };
    const { base: address } = await start(base);
    const mirror = await start(respondsWith(500));
    const source = sourceOf({ mirrors: [`${mirror.base}/x`], sha256 });
    await fetchFiles(source, { dataDir, mirrorBase: `${address}/mine/` });
    await expectWhole();
    await rm(local());
    vi.stubEnv('AXISWISE_MIRROR', `${address}/theirs`);
    await fetchFiles(source, { dataDir });
    await expectWhole();
    expect(paths).toEqual(['/mine/set/file.bin', '/theirs/set/file.bin']);
    expect(mirror.ranges).toEqual([]);
  });

  it.each(['mirror.example', 'file:///data', 'ftp://mirror.example'])(
    'refuses the base address %s before anything is asked',
    async (base) => {
      const server = await start();
      const source = sourceOf({ mirrors: [`${server.base}/x`], sha256 });
      const remedy = `must be a whole address such as https://mirror.example/data, got '${base}'`;
      await expect(fetchFiles(source, { dataDir, mirrorBase: base })).rejects.toThrow(
        new InputError('data', `the base address of all mirrors ${remedy}`),
      );
      vi.stubEnv('AXISWISE_MIRROR', base);
      await expect(fetchFiles(source, { dataDir })).rejects.toThrow(
        new InputError('data', `$AXISWISE_MIRROR ${remedy}`),
      );
      expect(server.ranges).toEqual([]);
    },
  );

  it('names every mirror with its reason, and where to put the file by hand', async () => {
    const cut = cutsAfter(10, partial());
    const fetching = fetchFrom([respondsWith(404), serves(others), cut], { retries: 1 });
    await expect(fetching).rejects.toThrow(InputError);
    const message = await fetching.catch((error: Error) => error.message);
    for (const [i, reason] of [
      'the server answers 404 Not Found',
      'wrong content: it has the sha256',
      'the connection broke',
    ].entries()) {
      expect(message).toContain(`${servers[i].base}/file.bin: ${reason}`);
    }
    expect(message).toContain('(2 attempts)');
    expect(message).toContain(`put it by hand at ${local()}`);
    expect(existsSync(local())).toBe(false);
  });

  it('says that a host refuses connections', async () => {
    const server = await start();
    await server.close();
    servers.pop();
    await expect(
      fetchFiles(sourceOf({ mirrors: [`${server.base}/x`], sha256 }), { dataDir, retries: 0 }),
    ).rejects.toThrow(/its host refuses connections/);
  });

  it('says that a folder cannot be written, without asking every mirror', async () => {
    await writeFile(path.join(dataDir, 'set'), 'a file where the folder should be');
    const fetching = fetchFrom([wellBehaved]);
    await expect(fetching).rejects.toThrow(InputError);
    await expect(fetching).rejects.toThrow(`cannot write ${local()}: a file stands where a folder`);
  });

  it('refuses a file that another process is writing', async () => {
    await mkdir(path.dirname(local()), { recursive: true });
    await writeFile(`${local()}.lock`, `${process.ppid} ${os.hostname()}`);
    await expect(fetchFrom([wellBehaved])).rejects.toThrow(
      `process ${process.ppid} on ${os.hostname()} is writing ${local()}`,
    );
    expect(await readdir(path.dirname(local()))).toEqual(['file.bin.lock']);
  });

  it('says that generated data needs no download', async () => {
    const lines: string[] = [];
    await fetchFiles({ name: 'set' }, { dataDir, onProgress: (line) => lines.push(line) });
    expect(lines).toEqual(['set is generated: there is nothing to download']);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('ends with the right file when its process was killed in the middle of it', async () => {
    let sent = 0;
    // So slow that the process is killed while it receives: 4 KiB every 5 ms.
    const slow: Behaviour = (request, response, body) => {
      const from = beginOf(request.headers.range ?? 'bytes=0-');
      response.writeHead(from > 0 ? 206 : 200, {
        'content-length': body.length - from,
        'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
      });
      let at = from;
      const timer = setInterval(() => {
        if (at >= body.length || response.destroyed) {
          clearInterval(timer);
          response.end();
          return;
        }
        response.write(body.subarray(at, (at += 4096)));
        sent += 4096;
      }, 5);
    };
    const { base, ranges } = await start(slow);
    const killed = await downloadInProcess(base, async () => {
      while (!existsSync(partial()) || (await stat(partial())).size < 0.5 * bytes.length) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    expect(killed).toBe('SIGKILL');
    expect(existsSync(local())).toBe(false);
    expect(await downloadInProcess(base)).toBe(0);
    await expectWhole();
    expect(ranges.map((range) => range !== '')).toEqual([false, true]);
    expect(sent).toBeLessThan(2 * bytes.length);
  });
});

describe('verifyFiles', () => {
  const state = async (file: Partial<RemoteFile>, options?: { checksums: boolean }) => {
    const [only] = await verifyFiles(sourceOf({ mirrors: [], ...file }), dataDir, options);
    return only;
  };

  it('distinguishes missing, valid and damaged files', async () => {
    expect(await state({ sha256 })).toMatchObject({ present: false, ok: null });
    await mkdir(path.dirname(local()), { recursive: true });
    await writeFile(local(), bytes);
    expect(await state({ sha256 })).toEqual({ path: local(), present: true, ok: true, reason: '' });
    await writeFile(local(), others);
    expect(await state({ sha256 })).toMatchObject({ present: true, ok: false });
    expect((await state({ sha256 })).reason).toBe(
      `file.bin: it has the sha256 ${digest(others)} instead of ${sha256}`,
    );
    expect(await state({ sha256 }, { checksums: false })).toMatchObject({
      present: true,
      ok: null,
    });
  });

  it('detects a wrong size without reading', async () => {
    await mkdir(path.dirname(local()), { recursive: true });
    await writeFile(local(), bytes.subarray(1));
    expect((await state({ sizeBytes: 300_000 })).reason).toBe(
      'file.bin: 299999 bytes instead of 300000',
    );
  });

  it('recognises the content with any compression, or none', async () => {
    const md5 = createHash('md5').update(bytes).digest('hex');
    await mkdir(path.dirname(local()), { recursive: true });
    for (const content of [gzipSync(bytes, { level: 1 }), gzipSync(bytes, { level: 9 }), bytes]) {
      await writeFile(local(), content);
      expect(await state({ contentSha256: sha256, contentMd5: md5 })).toMatchObject({ ok: true });
    }
    await writeFile(local(), gzipSync(others));
    expect((await state({ contentSha256: sha256 })).reason).toMatch(/the content has the sha256/);
  });

  it('says that a gzip is cut off', async () => {
    await mkdir(path.dirname(local()), { recursive: true });
    await writeFile(local(), gzipSync(bytes).subarray(0, 1000));
    expect(await state({ contentSha256: sha256 })).toMatchObject({
      ok: false,
      reason: 'file.bin: its gzip is damaged (unexpected end of file)',
    });
  });
});

const beginOf = (range: string): number => Number(/\d+/.exec(range)?.[0]);

/** Downloads in its own process, which is killed once `until` resolves; returns how it ended. */
async function downloadInProcess(
  base: string,
  until?: () => Promise<void>,
): Promise<number | string | null> {
  const entry = typescriptArguments(new URL('./download-process.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [...entry, base, dataDir, sha256], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  if (until) {
    await Promise.race([until(), ended]);
    child.kill('SIGKILL');
  }
  return ended;
}
