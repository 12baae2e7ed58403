import { latin1 } from '@axiswise/data';
import { InputError } from '@axiswise/messages';

/** The header of a WAV file, checked against its bytes. */
export interface WavHeader {
  readonly encoding: 'integer' | 'float';
  readonly bitsPerSample: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** The interleaved samples as stored in the file: whole frames, at least one. */
  readonly data: Uint8Array;
}

const integer = 1;
const float = 3;
/** WAVE_FORMAT_EXTENSIBLE: the codec is in the first two bytes of a GUID after the header. */
const extensible = 0xfffe;
const subformatAt = 24;

const bitsOf = new Map([
  [integer, [8, 16, 24, 32]],
  [float, [32, 64]],
]);

/** Codecs that occur in WAV files, from the registry in Microsoft's mmreg.h. */
const codecNames = new Map([
  [0x0002, 'Microsoft ADPCM'],
  [0x0006, 'A-law'],
  [0x0007, 'µ-law'],
  [0x0011, 'IMA ADPCM'],
  [0x0031, 'GSM 6.10'],
  [0x0050, 'MPEG layer 1 or 2'],
  [0x0055, 'MP3'],
  [0x00ff, 'AAC'],
  [0x0161, 'Windows Media Audio'],
  [0x2000, 'AC-3'],
]);

/** The first bytes of formats that are often misnamed as WAV, and the names of these formats. */
const strangers: readonly (readonly [RegExp, string])[] = [
  [/^ID3|^\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]/, 'an MP3'],
  [/^fLaC/, 'a FLAC'],
  [/^OggS/, 'an Ogg (Vorbis or Opus)'],
  [/^FORM....AIF[FC]/s, 'an AIFF'],
  [/^....ftyp/s, 'an MPEG-4 (AAC)'],
  [/^RIFX/, 'a big-endian WAV (RIFX)'],
  [/^(RF64|BW64)/, 'a 64-bit WAV (RF64)'],
];

const save = 'save it as uncompressed WAV';

/**
 * Finds format and samples of a WAV file and checks them.
 *
 * Chunks may come in any order, with others between them. The size that the file states for itself
 * is not used, because many programs write it wrong.
 *
 * @param name the file's name, for errors.
 * @throws InputError if the file is not WAV, is truncated or compressed, contradicts itself or has
 *   no samples.
 */
export function readWavHeader(bytes: Uint8Array, name: string): WavHeader {
  checkContainer(bytes, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = findChunks(bytes, view, name);
  const format = readFormat(view, chunks.format, name);
  const { at, size } = chunks.data;
  const frame = (format.channels * format.bitsPerSample) / 8;
  if (size === 0) {
    throw new InputError(
      'data',
      `${name} holds no samples (its data chunk at byte ${at - 8} is empty); remove or replace it`,
    );
  }
  if (size % frame !== 0) {
    throw new InputError(
      'data',
      `${name}, byte ${at - 8}: its data chunk has ${size} bytes, but one sample of ` +
        `${format.channels} × ${format.bitsPerSample} bits takes ${frame}; it is truncated or its header is wrong`,
    );
  }
  return { ...format, data: bytes.subarray(at, at + size) };
}

function checkContainer(bytes: Uint8Array, name: string): void {
  if (bytes.length === 0) {
    throw new InputError(
      'data',
      `${name} is empty (0 bytes); remove it or put the recording in its place`,
    );
  }
  const head = latin1(bytes.subarray(0, 16));
  const [, stranger] = strangers.find(([beginning]) => beginning.test(head)) ?? [];
  if (stranger) {
    throw new InputError('data', `${name} must be a WAV file, got ${stranger} file; ${save}`);
  }
  if (head.startsWith('version https://')) {
    throw new InputError(
      'data',
      `${name} is a Git LFS pointer, not the recording it points to; get it with: git lfs pull`,
    );
  }
  if (!'RIFF'.startsWith(head.slice(0, 4))) {
    throw new InputError(
      'data',
      `${name} is not a WAV file (it does not begin with RIFF); ${save}`,
    );
  }
  if (bytes.length < 12) {
    throw new InputError(
      'data',
      `${name} is cut off at byte ${bytes.length}, in its header; get it again`,
    );
  }
  if (head.slice(8, 12) !== 'WAVE') {
    throw new InputError(
      'data',
      `${name} is a RIFF file of the kind '${head.slice(8, 12).trim()}', not WAVE; ${save}`,
    );
  }
}

interface Chunk {
  /** Offset of its content; its own header is the 8 bytes before. */
  readonly at: number;
  readonly size: number;
}

function findChunks(
  bytes: Uint8Array,
  view: DataView,
  name: string,
): { readonly format: Chunk; readonly data: Chunk } {
  const found = new Map<string, Chunk>();
  let at = 12;
  while (at + 8 <= bytes.length && !(found.has('fmt ') && found.has('data'))) {
    const id = latin1(bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    const left = bytes.length - at - 8;
    if (size > left) {
      throw new InputError(
        'data',
        `${name}, byte ${at}: its chunk '${id.trim()}' says it has ${size} bytes, but ${left} follow; ` +
          `the file is cut off or its header is wrong`,
      );
    }
    if (!found.has(id)) found.set(id, { at: at + 8, size });
    // A padding byte follows a chunk of odd size.
    at += 8 + size + (size % 2);
  }
  const [format, data] = [found.get('fmt '), found.get('data')];
  if (format && data) return { format, data };
  const missing = format ? 'data' : 'fmt';
  const torn = at < bytes.length ? `, and ends within the header of a chunk at byte ${at}` : '';
  throw new InputError(
    'data',
    `${name} has no chunk '${missing}' in its ${bytes.length} bytes${torn}; it is damaged: get it again`,
  );
}

function readFormat(view: DataView, { at, size }: Chunk, name: string): Omit<WavHeader, 'data'> {
  const place = `${name}, byte ${at - 8}`;
  if (size < 16) {
    throw new InputError(
      'data',
      `${place}: its chunk 'fmt' has ${size} bytes, but at least 16 are needed; it is damaged`,
    );
  }
  let codec = view.getUint16(at, true);
  if (codec === extensible && size >= subformatAt + 2) {
    codec = view.getUint16(at + subformatAt, true);
  }
  const channels = view.getUint16(at + 2, true);
  const sampleRateHz = view.getUint32(at + 4, true);
  const blockAlign = view.getUint16(at + 12, true);
  const bitsPerSample = view.getUint16(at + 14, true);
  const bits = bitsOf.get(codec);
  if (!bits) {
    const known = codecNames.get(codec);
    const number = `codec 0x${codec.toString(16).padStart(4, '0')}`;
    throw new InputError(
      'data',
      `${name} is compressed (${known ? `${known}, ${number}` : number}); ${save}`,
    );
  }
  if (channels === 0)
    throw new InputError('data', `${place}: the header states 0 channels; the file is damaged`);
  if (sampleRateHz === 0) {
    throw new InputError(
      'data',
      `${place}: the header states a sample rate of 0 Hz; the file is damaged`,
    );
  }
  if (!bits.includes(bitsPerSample)) {
    throw new InputError(
      'data',
      `${place}: samples of ${bitsPerSample} bits cannot be read, ` +
        `only ${bits.join(', ')} for ${codec === float ? 'floats' : 'integers'}; ${save}`,
    );
  }
  if (blockAlign !== (channels * bitsPerSample) / 8) {
    throw new InputError(
      'data',
      `${place}: it says that ${channels} × ${bitsPerSample} bits take ${blockAlign} bytes, ` +
        `but they take ${(channels * bitsPerSample) / 8}; its header is wrong: ${save}`,
    );
  }
  return {
    encoding: codec === float ? 'float' : 'integer',
    bitsPerSample,
    channels,
    sampleRateHz,
  };
}
