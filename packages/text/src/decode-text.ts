import { latin1 } from '@axiswise/data';
import { InputError } from '@axiswise/messages';

/** A text and its encoding. */
export interface DecodedText {
  readonly text: string;
  /** Its name in the WHATWG Encoding Standard: `utf-8`, `windows-1252`, … */
  readonly encoding: string;
}

/**
 * Decodes the bytes of a text file.
 *
 * Without `encoding` it takes the byte order mark (UTF-8, UTF-16), else UTF-8, else Windows-1252.
 * Windows-1252 accepts any bytes and includes the printable characters of Latin-1, so it is the
 * guess for older files of western Europe. Other files need their encoding named.
 *
 * @param options.name the file, for messages.
 * @param options.encoding a label of the WHATWG Encoding Standard (`latin1`, `shift_jis`,
 *   `utf-16le`, …); as there, `latin1` and `iso-8859-1` mean Windows-1252.
 * @throws InputError if the bytes are not text (it names the first NUL byte) or not valid in the
 *   encoding (it names the first invalid line), or the encoding is unknown.
 *
 * @example
 * const café = Uint8Array.of(99, 97, 102, 0xe9);
 * decodeText(café, { name: 'menu.txt' }); // { text: 'café', encoding: 'windows-1252' }
 */
export function decodeText(
  bytes: Uint8Array,
  options: { readonly name: string; readonly encoding?: string | undefined },
): DecodedText {
  const { name } = options;
  const asked = options.encoding === undefined ? undefined : canonicalName(options.encoding);
  const encoding = asked ?? markedEncoding(bytes);
  if (!encoding?.startsWith('utf-16')) checkNoNulBytes(bytes, name);
  if (encoding === 'windows-1252') return { text: decodeWindows1252(bytes), encoding };
  if (encoding !== undefined) return { text: decodeStrictly(bytes, encoding, name), encoding };
  const text = decodeOrNothing(bytes, 'utf-8');
  return text === undefined
    ? { text: decodeWindows1252(bytes), encoding: 'windows-1252' }
    : { text, encoding: 'utf-8' };
}

/**
 * Splits a text into lines without their ends (`\n` or `\r\n`); text after the last `\n` is a line
 * if it is not empty.
 *
 * Other line ends of Unicode (U+0085, U+2028) stay in their line: pasted sentences contain them,
 * and a data set has one example for each `\n`.
 *
 * @example
 * lines('one\u2028still one\r\ntwo\n'); // ['one\u2028still one', 'two']
 */
export function lines(text: string): string[] {
  return [...linesOf(text)];
}

/** The {@link lines} of a text, one after another. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield text.slice(start, end > start && text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}

function canonicalName(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new InputError(
      'data',
      `'${label}' is not a text encoding; known are utf-8, windows-1252 (latin1), utf-16le, shift_jis ` +
        `and others of the WHATWG Encoding Standard`,
      { cause },
    );
  }
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function checkNoNulBytes(bytes: Uint8Array, name: string): void {
  const at = bytes.indexOf(0);
  if (at === -1) return;
  throw new InputError(
    'data',
    `${name} is not a text file: byte ${at} is NUL; give a file of text (UTF-16 without a byte order ` +
      `mark needs its encoding named: utf-16le or utf-16be)`,
  );
}

/** Decodes without replacement characters; undefined if the bytes are not valid. */
function decodeOrNothing(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeStrictly(bytes: Uint8Array, encoding: string, name: string): string {
  const text = decodeOrNothing(bytes, encoding);
  if (text !== undefined) return text;
  throw new InputError(
    'data',
    `${name} is not in ${encoding}: ${placeOfFault(bytes, encoding)} is not valid; save the ` +
      `file as UTF-8 or name its encoding`,
  );
}

/**
 * Names the first line that is not valid in `encoding`, as far as lines can be found without
 * decoding.
 */
function placeOfFault(bytes: Uint8Array, encoding: string): string {
  if (encoding.startsWith('utf-16')) return 'a part';
  for (let line = 1, start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const next = end === -1 ? bytes.length : end + 1;
    if (decodeOrNothing(bytes.subarray(start, next), encoding) === undefined) return `line ${line}`;
    start = next;
  }
  return 'a part';
}

/** The characters of the bytes 0x80 to 0x9f; five are unused and stay control characters. */
const windows1252 =
  '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f' + // 0x80 …
  '\x90‘’“”•–—˜™š›œ\x9džŸ'; // 0x90 …

/**
 * Decodes by our own table, because the decoder of several releases of Node, 20.20 among them,
 * reads Windows-1252 as Latin-1, so that quotation marks become control characters
 * (nodejs/node#56542).
 */
function decodeWindows1252(bytes: Uint8Array): string {
  return latin1(bytes).replace(
    /[\x80-\x9f]/g,
    (character) => windows1252[character.charCodeAt(0) - 0x80],
  );
}
