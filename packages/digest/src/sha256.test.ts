import { describe, expect, it } from 'vitest';
import { sha256 as inBrowsers } from './browser.ts';
import { sha256 as inNode } from './index.ts';

describe.each([
  ['Node', inNode],
  ['browsers', inBrowsers],
])('SHA-256 in %s', (_, sha256) => {
  // FIPS 180-2, B.1 and B.2.
  it('is that of the standard', () => {
    expect(sha256().update('abc').hex()).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(
      sha256().update('abcdbcdecdefdefgefghfghighijhijk').update('ijkljklmklmnlmnomnopnopq').hex(),
    ).toBe('248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
  });

  it('takes numbers as they lie in memory, parts of arrays too, and text as UTF-8', () => {
    const numbers = Float32Array.of(0, 0.5, -1, 9).subarray(1, 3);
    const of = sha256().update(numbers).update('größer').bytes();
    const same = inNode()
      .update(new Uint8Array(Float32Array.of(0.5, -1).buffer))
      .update('größer');
    expect([...of]).toEqual([...same.bytes()]);
  });
});
