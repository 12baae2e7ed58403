import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { download } from './download.ts';
import { runCommand, typescriptArguments } from '@axiswise/processes';

const openssl = spawnSync('openssl', ['version']).status === 0;

let folder: string;
let file: string;
const servers: net.Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-download-'));
  file = path.join(folder, 'archive');
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, '');
    vi.stubEnv(name.toUpperCase(), '');
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server || server instanceof https.Server)
      server.closeAllConnections();
    server.close();
  }
});

async function listen(server: net.Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serve = (handler: http.RequestListener) => listen(http.createServer(handler));

test('a file comes whole, with its size known while it comes', async () => {
  const base = await serve((_, response) => response.setHeader('content-length', 5).end('bytes'));
  const seen: [number, number][] = [];
  const bytes = await download(`${base}/a`, file, { onBytes: (...pair) => seen.push(pair) });
  expect(bytes).toBe(5);
  expect(readFileSync(file, 'utf8')).toBe('bytes');
  expect(seen.at(-1)).toEqual([5, 5]);
});

test('redirects are followed, relative ones too, but not in circles', async () => {
  const base = await serve(({ url }, response) => {
    if (url === '/old') response.writeHead(302, { location: '/new' }).end();
    else if (url === '/new') response.end('moved');
    else response.writeHead(302, { location: '/circle' }).end();
  });
  await download(`${base}/old`, file);
  expect(readFileSync(file, 'utf8')).toBe('moved');
  await expect(download(`${base}/circle`, file)).rejects.toThrow('redirects in circles');
});

test('an answer other than 200 is an error that names the address', async () => {
  const base = await serve((_, response) => response.writeHead(403).end('<html>no</html>'));
  await expect(download(`${base}/a`, file)).rejects.toThrow(
    `${base}/a: the host answers 403 Forbidden`,
  );
  expect(existsSync(file)).toBe(false);
});

test('a host that is not there is an error at once', async () => {
  const base = await serve(() => undefined);
  const [server] = servers.splice(0);
  await new Promise((resolve) => server.close(resolve));
  await expect(download(`${base}/a`, file)).rejects.toThrow('ECONNREFUSED');
});

test('a host that says nothing is given up after the time it has to answer', async () => {
  const base = await listen(net.createServer());
  await expect(download(`${base}/a`, file, { answerTimeoutMs: 100 })).rejects.toThrow(
    'the host does not answer within 0.1 s',
  );
});

test('a connection that ends early leaves no file', async () => {
  const base = await serve((_, response) => {
    response.setHeader('content-length', 1000).write('begin', () => response.destroy());
  });
  await expect(download(`${base}/a`, file)).rejects.toThrow(
    'the connection ended after 5 of 1000 bytes',
  );
  expect(existsSync(file)).toBe(false);
});

test('a connection that stalls leaves no file', async () => {
  const base = await serve((_, response) => {
    response.setHeader('content-length', 1000).write('begin');
  });
  await expect(download(`${base}/a`, file, { stallTimeoutMs: 100 })).rejects.toThrow(
    'no data came for 0.1 s',
  );
  expect(existsSync(file)).toBe(false);
});

test('a plain address goes through the proxy that the environment names, unless exempt', async () => {
  const proxy = await serve(({ url, headers }, response) => {
    response.end(`${url} ${headers.host} ${headers['proxy-authorization']}`);
  });
  vi.stubEnv('http_proxy', proxy.replace('//', '//me:secret@'));
  await download('http://mirror.invalid/a', file);
  const credentials = Buffer.from('me:secret').toString('base64');
  expect(readFileSync(file, 'utf8')).toBe(
    `http://mirror.invalid/a mirror.invalid Basic ${credentials}`,
  );
  vi.stubEnv('no_proxy', 'localhost, .invalid');
  await expect(download('http://mirror.invalid/a', file)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
});

test('a secure address asks the proxy for a tunnel', async () => {
  const asked: (string | undefined)[] = [];
  const server = http.createServer();
  server.on('connect', ({ url }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  vi.stubEnv('HTTPS_PROXY', await listen(server));
  await expect(download('https://mirror.invalid/a', file)).rejects.toThrow(/proxy .* answers 407/);
  expect(asked).toEqual(['mirror.invalid:443']);
});

test.skipIf(!openssl)(
  `a secure file comes through the tunnel of a proxy${openssl ? '' : ' (skipped: openssl, which makes its certificate, is not installed)'}`,
  async () => {
    const [key, certificate] = ['key', 'certificate'].map((name) => path.join(folder, name));
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key];
    made.push('-out', certificate, '-days', '2', '-subj', '/CN=mirror.invalid');
    made.push('-addext', 'subjectAltName=DNS:mirror.invalid');
    await runCommand('openssl', made);
    const mirror = await listen(
      https.createServer(
        { key: readFileSync(key), cert: readFileSync(certificate) },
        ({ url, headers }, response) => response.end(`${headers.host}${url}`),
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
    const [...loader] = typescriptArguments(new URL('./download.ts', import.meta.url));
    const source = pathToFileURL(loader.pop() as string).href;
    writeFileSync(
      entry,
      `import { download } from ${JSON.stringify(source)};
      await download('https://mirror.invalid/a', ${JSON.stringify(file)});`,
    );
    await runCommand(process.execPath, [...loader, entry], {
      env: { ...process.env, https_proxy: await listen(proxy), NODE_EXTRA_CA_CERTS: certificate },
    });
    expect(readFileSync(file, 'utf8')).toBe('mirror.invalid/a');
  },
);
