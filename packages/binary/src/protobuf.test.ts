import { describe, expect, it } from 'vitest';
import {
  bytesOfMessage,
  doubleField,
  floatField,
  integerField,
  integersField,
  messageField,
  textField,
} from './protobuf.ts';

const hex = (...fields: Parameters<typeof bytesOfMessage>[0]): string =>
  Buffer.from(bytesOfMessage(fields)).toString('hex');

// The first three are those of https://protobuf.dev/programming-guides/encoding
describe('protobuf', () => {
  it('writes integers in groups of seven bits', () => {
    expect(hex(integerField(1, 150))).toBe('089601');
    expect(hex(integerField(1, true))).toBe('0801');
    expect(hex(integerField(1, -2))).toBe('08feffffffffffffffff01');
  });

  it('writes texts and messages with their length', () => {
    expect(hex(textField(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(messageField(3, [integerField(1, 150)]))).toBe('1a03089601');
  });

  it('packs what is repeated', () => {
    expect(hex(integersField(6, [3, 270, 86942]))).toBe('3206038e029ea705');
  });

  it('writes floating-point numbers from the lowest byte', () => {
    expect(hex(floatField(1, 1))).toBe('0d0000803f');
    expect(hex(doubleField(1, 1))).toBe('09000000000000f03f');
  });

  it('writes the number of a field in as many bytes as it takes', () => {
    expect(hex(integerField(16, 1))).toBe('800101');
  });
});
