import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '@axiswise/messages';
import { runCommand, typescriptArguments } from '@axiswise/processes';
import {
  type Behaviour,
  cutsAfter,
  inTurn,
  respondsWith,
  serve,
  stallsAfter,
  staysSilent,
  wellBehaved,
} from '@axiswise/testing/file-server';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DownloadError, downloadFile } from './download-file.ts';

const openssl = spawnSync('openssl', ['version']).status === 0;
const content = Buffer.from('the bytes of an archive');

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = path.join(folder, 'archive');
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, '');
    vi.stubEnv(name.toUpperCase(), '');
  }
});
afterEach(() => vi.unstubAllEnvs());

async function start(behaviour?: Behaviour): Promise<{ base: string; ranges: string[] }> {
  const server = await serve(content, behaviour);
  onTestFinished(server.close);
  return server;
}

/** Starts any other server. */
async function listen(server: net.Server): Promise<string> {
  onTestFinished(() => {
    if (server instanceof http.Server || server instanceof https.Server) {
      server.closeAllConnections();
    }
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a file is downloaded completely, into a new folder', async () => {
  const { base } = await start();
  const lines: string[] = [];
  const deeper = path.join(folder, 'new', 'archive');
  await downloadFile([`${base}/a`], deeper, { onProgress: (line) => lines.push(line) });
  expect(readFileSync(deeper)).toEqual(content);
  expect(lines).toEqual([`downloading ${base}/a (0.0 kB)`]);
});

test('redirects are followed, relative ones too, but not in circles', async () => {
  const { base, ranges } = await start(({ url }, response) => {
    if (url === '/old') response.writeHead(302, { location: '/new' }).end();
    else if (url === '/new') response.end('moved');
    else response.writeHead(302, { location: '/circle' }).end();
  });
  await downloadFile([`${base}/old`], file);
  expect(readFileSync(file, 'utf8')).toBe('moved');
  const before = ranges.length;
  await expect(downloadFile([`${base}/circle`], file)).rejects.toThrow('redirects in circles');
  // Followed to the limit once, not once for each attempt.
  expect(ranges.length - before).toBeLessThan(25);
});

test('every mirror that fails is named with its reason', async () => {
  const { base } = await start(respondsWith(403));
  const error = await downloadFile([`${base}/a`, `${base}/b`], file).catch((cause) => cause);
  expect(error).toBeInstanceOf(DownloadError);
  expect(error).not.toHaveProperty('inputError');
  expect(error.failures).toEqual(
    ['a', 'b'].map((name) => ({
      address: `${base}/${name}`,
      reason: 'the server answers 403 Forbidden',
    })),
  );
  expect(error.message).toBe(
    `${base}/a: the server answers 403 Forbidden; ${base}/b: the server answers 403 Forbidden`,
  );
  expect(existsSync(file)).toBe(false);
});

test('an unknown host is an error', async () => {
  const server = await serve(content);
  await server.close();
  await expect(downloadFile([`${server.base}/a`], file, { retries: 0 })).rejects.toThrow(
    'its host refuses connections',
  );
});

test.each([
  ['accepts a connection and says nothing', () => listen(net.createServer())],
  ['reads a request and says nothing', async () => (await start(staysSilent)).base],
])('a server that %s is given up after the time it has to answer', async (_, begin) => {
  const began = performance.now();
  await expect(
    downloadFile([`${await begin()}/a`], file, { answerSeconds: 0.1, stallSeconds: 60 }),
  ).rejects.toThrow('the server does not answer within 0.1 s');
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a connection that ends early leaves no file, and is resumed', async () => {
  const { base, ranges } = await start(inTurn(cutsAfter(5, `${file}.partial`), wellBehaved));
  await expect(downloadFile([`${base}/a`], file, { retries: 0 })).rejects.toThrow(
    'the connection broke',
  );
  expect(existsSync(file)).toBe(false);
  await downloadFile([`${base}/a`], file);
  expect(readFileSync(file)).toEqual(content);
  expect(ranges).toEqual(['', 'bytes=5-']);
});

test('a connection that stalls leaves no file', async () => {
  const { base } = await start(stallsAfter(5));
  await expect(
    downloadFile([`${base}/a`], file, { stallSeconds: 0.1, retries: 0 }),
  ).rejects.toThrow('received nothing for 0.1 s');
  expect(existsSync(file)).toBe(false);
});

test('unexpected content leaves nothing', async () => {
  const { base } = await start();
  const sha256 = createHash('sha256').update('other').digest('hex');
  await expect(downloadFile([`${base}/a`], file, { expected: { sha256 } })).rejects.toThrow(
    'wrong content: it has the sha256',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be written is a mistake of the caller', async () => {
  const { base, ranges } = await start();
  writeFileSync(file, '');
  const below = path.join(file, 'archive');
  await expect(downloadFile([`${base}/a`], below)).rejects.toThrow(InputError);
  await expect(downloadFile([`${base}/a`], below)).rejects.toThrow(`cannot write ${below}`);
  expect(ranges).toEqual([]);
});

describe('a proxy', () => {
  test('is used for plain addresses, unless they are exempt', async () => {
    const { base } = await start(({ url, headers }, response) => {
      response.end(`${url} ${headers.host} ${headers['proxy-authorization']}`);
    });
    vi.stubEnv('http_proxy', base.replace('//', '//me:secret@'));
    await downloadFile(['http://mirror.invalid/a'], file);
    const credentials = Buffer.from('me:secret').toString('base64');
    expect(readFileSync(file, 'utf8')).toBe(
      `http://mirror.invalid/a mirror.invalid Basic ${credentials}`,
    );
    vi.stubEnv('no_proxy', 'localhost, .invalid');
    await expect(downloadFile(['http://mirror.invalid/a'], file, { retries: 0 })).rejects.toThrow(
      'its host is not found',
    );
  });

  test('may be written without http://', async () => {
    const { base } = await start(({ url }, response) => response.end(url));
    vi.stubEnv('HTTP_PROXY', base.replace('http://', ''));
    await downloadFile(['http://mirror.invalid/a'], file);
    expect(readFileSync(file, 'utf8')).toBe('http://mirror.invalid/a');
  });

  test.each(['http://', 'ftp://proxy.example', 'proxy example:1'])(
    'written as "%s" is refused before anything is asked',
    async (proxy) => {
      const { base, ranges } = await start();
      vi.stubEnv('HTTPS_PROXY', proxy);
      await expect(downloadFile([`${base}/a`], file)).rejects.toThrow(
        new InputError(
          'data',
          `$HTTPS_PROXY must be an address such as http://proxy.example:3128, got '${proxy}'`,
        ),
      );
      expect(ranges).toEqual([]);
    },
  );

  test('opens a tunnel to secure addresses, and is not retried if it refuses', async () => {
    const asked: (string | undefined)[] = [];
    const server = http.createServer();
    server.on('connect', ({ url }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    vi.stubEnv('HTTPS_PROXY', await listen(server));
    await expect(downloadFile(['https://mirror.invalid/a'], file)).rejects.toThrow(
      'https://mirror.invalid/a: the proxy answers 407',
    );
    expect(asked).toEqual(['mirror.invalid:443']);
  });

  test('that does not exist is an error', async () => {
    const server = await serve(content);
    await server.close();
    vi.stubEnv('HTTPS_PROXY', server.base);
    await expect(downloadFile(['https://mirror.invalid/a'], file, { retries: 0 })).rejects.toThrow(
      'its host refuses connections',
    );
  });

  test.skipIf(!openssl)(
    `tunnels a secure file, and stays with https where only that is allowed${openssl ? '' : ' (skipped: openssl, which makes its certificate, is not installed)'}`,
    async () => {
      const [key, certificate] = ['key', 'certificate'].map((name) => path.join(folder, name));
      const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key];
      made.push('-out', certificate, '-days', '2', '-subj', '/CN=mirror.invalid');
      made.push('-addext', 'subjectAltName=DNS:mirror.invalid');
      await runCommand('openssl', made);
      const insecure = `${(await start()).base}/a`;
      const mirror = await listen(
        https.createServer(
          { key: readFileSync(key), cert: readFileSync(certificate) },
          ({ url, headers }, response) => {
            if (url !== '/away') response.end(`${headers.host}${url}`);
            else response.writeHead(302, { location: insecure }).end();
          },
        ),
      );
      const proxy = http.createServer().on('connect', (_, socket) => {
        const tunnel = net.connect(Number(new URL(mirror).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          tunnel.pipe(socket).pipe(tunnel);
        });
      });
      // Node reads the certificates that it trusts when it starts: a process of its own.
      const entry = path.join(folder, 'entry.mjs');
      const [...loader] = typescriptArguments(new URL('./download-file.ts', import.meta.url));
      const source = pathToFileURL(loader.pop() as string).href;
      writeFileSync(
        entry,
        `import { downloadFile } from ${JSON.stringify(source)};
        const file = ${JSON.stringify(file)};
        await downloadFile(['https://mirror.invalid/a'], file, { httpsOnly: true });
        await downloadFile(['https://mirror.invalid/away'], file + '2');
        const redirected = ['https://mirror.invalid/away'];
        await downloadFile(redirected, file + '3', { httpsOnly: true }).catch((error) => {
          console.log(error.message);
        });`,
      );
      const { stdout } = await runCommand(process.execPath, [...loader, entry], {
        env: { ...process.env, https_proxy: await listen(proxy), NODE_EXTRA_CA_CERTS: certificate },
      });
      expect(readFileSync(file, 'utf8')).toBe('mirror.invalid/a');
      expect(readFileSync(`${file}2`)).toEqual(content);
      expect(stdout.trim()).toBe(
        `https://mirror.invalid/away: ${new URL(insecure).origin} is not https, ` +
          'so anyone on the way could change the file',
      );
      expect(existsSync(`${file}3`)).toBe(false);
    },
  );
});
