import { latin1 } from '@axiswise/data';
import { GameError } from './sgf-error.ts';

/**
 * Maps encoding names that files use to names that TextDecoder knows (GB2312, GBK, Shift_JIS, Big5,
 * …).
 */
const otherNames: Readonly<Record<string, string>> = {
  cp936: 'gbk',
  ms936: 'gbk',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp950: 'big5',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  utf_8: 'utf-8',
};

/**
 * The encodings to try where a file states none, the most likely first.
 *
 * The standard's default is ISO 8859-1, which today's programs and TextDecoder read as
 * Windows-1252. The Chinese and Japanese encodings follow for files whose brackets do not balance
 * in Windows-1252: in GB18030 and Shift-JIS, a byte that looks like `]` or `\` may be the second
 * half of a character.
 */
const likelyEncodings = ['utf-8', 'windows-1252', 'gb18030', 'shift_jis'];

/**
 * Decodes the bytes of an SGF file, one text per possible encoding, the most likely first.
 *
 * A file that states its encoding (`CA[GB18030]`, or a byte order mark) gives one text. Otherwise
 * every encoding that fits the bytes gives one.
 *
 * @param file the file's name, for errors.
 * @throws GameError if the stated encoding is unknown, or the bytes are not valid in it.
 */
export function* decodeSgf(bytes: Uint8Array, file: string): Generator<string> {
  const stated = byteOrderMark(bytes) ?? statedEncoding(bytes);
  if (stated === undefined) {
    for (const encoding of likelyEncodings) {
      const text = decodeStrictly(bytes, decoderOf(encoding)!);
      if (text !== undefined) yield text;
    }
    return;
  }
  const decoder = decoderOf(stated);
  if (!decoder) {
    throw new GameError(
      'wrong encoding',
      `${file} says that its encoding is ${JSON.stringify(stated)}, which is unknown; ` +
        `save it as UTF-8 with CA[UTF-8]`,
    );
  }
  const text = decodeStrictly(bytes, decoder);
  if (text === undefined) {
    throw new GameError(
      'wrong encoding',
      `${file} says that its encoding is ${stated}, but its bytes are not; ` +
        `correct the property CA, or save it as UTF-8 with CA[UTF-8]`,
    );
  }
  yield text;
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * Reads the value of the property CA; it belongs to the root node, so it stands early in the file.
 */
function statedEncoding(bytes: Uint8Array): string | undefined {
  const beginning = latin1(bytes.subarray(0, 4096));
  return /(?<![A-Za-z])CA\s*\[\s*([^\]]*?)\s*\]/.exec(beginning)?.[1];
}

const decoders = new Map<string, TextDecoder | undefined>();

function decoderOf(name: string): TextDecoder | undefined {
  const label = name.toLowerCase();
  if (!decoders.has(label)) {
    let decoder: TextDecoder | undefined;
    try {
      decoder = new TextDecoder(otherNames[label] ?? label, { fatal: true });
    } catch {
      decoder = undefined; // a label that TextDecoder does not know
    }
    decoders.set(label, decoder);
  }
  return decoders.get(label);
}

function decodeStrictly(bytes: Uint8Array, decoder: TextDecoder): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
