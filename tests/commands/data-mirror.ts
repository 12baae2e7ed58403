import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What `axiswise data` writes with --json. */
export interface DataList {
  dataDir: string;
  datasets: { name: string; present: boolean; sha256ok: boolean | null; reason: string }[];
}

export const mnistFiles = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

/** A mirror for the time of one test; `bytesOf` answers what lies at a path, if anything. */
export async function mirror(
  bytesOf: (url: string) => Uint8Array | undefined,
): Promise<{ readonly env: Record<string, string>; readonly asked: string[] }> {
  const asked: string[] = [];
  let calls = 0;
  const server = http.createServer(({ url = '', headers }, response) => {
    asked.push(headers.range ? `${url} ${headers.range}` : url);
    const body = bytesOf(url);
    if (!body) return response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(headers.range ? 206 : 200, {
      'content-length': body.length - from,
      ...(headers.range && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
    });
    // The very first answer breaks off half way.
    if (calls++ > 0) return response.end(body.subarray(from));
    return response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      setTimeout(() => response.destroy(), 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { env: { AXISWISE_MIRROR: `http://127.0.0.1:${port}/` }, asked };
}
