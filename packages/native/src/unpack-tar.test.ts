import { spawnSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { beforeEach, describe, expect, it } from 'vitest';
import { unpackTar } from './unpack-tar.ts';

let root: string;
let archive: string;
let target: string;
beforeEach(() => {
  root = temporaryFolder();
  archive = path.join(root, 'archive.tar.gz');
  target = path.join(root, 'inner', 'target');
  mkdirSync(target, { recursive: true });
});

interface CraftedMember {
  readonly name: string;
  readonly kind?: string;
  readonly linkName?: string;
  readonly content?: string;
}

/** Members as no program named tar would write them. */
function craft(members: readonly CraftedMember[]): void {
  const blocks = members.flatMap(({ name, kind = '0', linkName = '', content = '' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(' '.repeat(8), 148);
    header.write(kind, 156);
    header.write(linkName, 157);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content, 0);
    return [header, body];
  });
  writeFileSync(archive, gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
}

describe('what tar writes', () => {
  it.each(['ustar', 'gnu', 'pax'])('is unpacked as it was, in the format %s', async (format) => {
    const source = path.join(root, 'source');
    const deep = 'lib/' + 'a-long-name-of-a-folder/'.repeat(format === 'ustar' ? 4 : 12);
    mkdirSync(path.join(source, deep), { recursive: true });
    const large = 'x'.repeat(200_000);
    writeFileSync(path.join(source, deep, 'ü.h'), large);
    writeFileSync(path.join(source, 'lib', 'program'), '', { mode: 0o755 });
    writeFileSync(path.join(source, 'lib', 'libtensorflow.so.2.9.1'), 'library');
    symlinkSync('libtensorflow.so.2.9.1', path.join(source, 'lib', 'libtensorflow.so'));
    const made = spawnSync('tar', [`--format=${format}`, '-czf', archive, '-C', source, '.']);
    if (made.status !== 0) throw new Error(String(made.stderr));
    await unpackTar(archive, target);
    expect(readFileSync(path.join(target, deep, 'ü.h'), 'utf8')).toBe(large);
    expect(statSync(path.join(target, 'lib', 'program')).mode & 0o777).toBe(0o755);
    expect(readlinkSync(path.join(target, 'lib', 'libtensorflow.so'))).toBe(
      'libtensorflow.so.2.9.1',
    );
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(
      readdirSync(source, { recursive: true }).sort(),
    );
  });

  it('is an error where it is cut short, changed or no tar', async () => {
    craft([{ name: 'a.txt', content: 'text' }]);
    const whole = readFileSync(archive);
    writeFileSync(archive, whole.subarray(0, whole.length - 6));
    await expect(unpackTar(archive, target)).rejects.toThrow('unexpected end of file');
    writeFileSync(archive, gzipSync(Buffer.alloc(1024, 'no tar')));
    await expect(unpackTar(archive, target)).rejects.toThrow('it is no tar, or is damaged');
    writeFileSync(archive, gzipSync(Buffer.alloc(700)).subarray(0, 5));
    await expect(unpackTar(archive, target)).rejects.toThrow('unexpected end of file');
  });
});

describe('a member cannot leave the folder', () => {
  const evil = { content: 'evil' };
  const cases: Record<string, readonly CraftedMember[]> = {
    'by ..': [{ name: '../evil.txt', ...evil }],
    'by .. further in': [{ name: 'lib/../../evil.txt', ...evil }],
    'by an absolute path': [{ name: '/tmp/axiswise-evil.txt', ...evil }],
    'by a path of Windows': [{ name: 'C:\\evil.txt', ...evil }],
    'by a backslash': [{ name: '..\\evil.txt', ...evil }],
    'by a link': [{ name: 'lib', kind: '2', linkName: '../..' }],
    'by a link to an absolute path': [{ name: 'lib', kind: '2', linkName: '/tmp' }],
    'by a link through another': [
      { name: 'here', kind: '2', linkName: '.' },
      { name: 'out', kind: '2', linkName: 'here/..' },
    ],
    'through a link inside, whose target changes': [
      { name: 'here', kind: '2', linkName: '.' },
      { name: 'here/evil.txt', ...evil },
    ],
    'over a link': [
      { name: 'evil.txt', kind: '2', linkName: 'nothing' },
      { name: 'evil.txt', ...evil },
    ],
    'by a hard link': [{ name: 'evil.txt', kind: '1', linkName: '../../archive.tar.gz' }],
    'by a long name of GNU': [
      { name: '././@LongLink', kind: 'L', content: '../evil.txt\0' },
      { name: 'good.txt', ...evil },
    ],
    'by a name of POSIX': [
      { name: 'header', kind: 'x', content: '20 path=../evil.txt\n' },
      { name: 'good.txt', ...evil },
    ],
    'as a device': [{ name: 'null', kind: '3' }],
  };
  it.each(Object.entries(cases))('%s', async (_, members) => {
    craft(members);
    await expect(unpackTar(archive, target)).rejects.toThrow(
      /^its member .* (would leave the folder that it is unpacked into|goes through a link|is neither a file, a folder nor a link)$/,
    );
    expect(readdirSync(root).sort()).toEqual(['archive.tar.gz', 'inner']);
    expect(readdirSync(path.join(root, 'inner'))).toEqual(['target']);
    expect(existsSync('/tmp/axiswise-evil.txt')).toBe(false);
    expect(existsSync(path.join(target, 'evil.txt'))).toBe(false);
  });
});
