/** The content of a WAV file, chunk by chunk, valid or not. */
export interface WavParts {
  /** 1 integer, 3 float, 0xfffe extensible. */
  readonly codec?: number;
  /** Only in the extensible format: the codec in its GUID. */
  readonly subformat?: number;
  readonly channels?: number;
  readonly sampleRateHz?: number;
  readonly bitsPerSample?: number;
  readonly blockAlign?: number;
  readonly data?: Uint8Array;
  /** The size of the data chunk in the header, if not its real size. */
  readonly statedSize?: number;
  /** Chunks before the format, and between format and data. */
  readonly before?: readonly Uint8Array[];
  readonly between?: readonly Uint8Array[];
  readonly without?: 'fmt ' | 'data';
}

/** A chunk of a RIFF file, padded to an even length. */
export function chunk(id: string, content: Uint8Array, statedSize = content.length): Buffer {
  const bytes = Buffer.alloc(8 + content.length + (content.length % 2));
  bytes.write(id, 0, 'latin1');
  bytes.writeUInt32LE(statedSize, 4);
  bytes.set(content, 8);
  return bytes;
}

/** A WAV file byte by byte, by default two samples of 16 bits at 8 kHz: 0.5 and −0.25. */
export function wavBytes(parts: WavParts = {}): Buffer {
  const { codec = 1, subformat, channels = 1, sampleRateHz = 8000, bitsPerSample = 16 } = parts;
  const { blockAlign = (channels * bitsPerSample) / 8 } = parts;
  const format = Buffer.alloc(subformat === undefined ? 16 : 40);
  format.writeUInt16LE(codec, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRateHz, 4);
  format.writeUInt32LE(sampleRateHz * blockAlign, 8);
  format.writeUInt16LE(blockAlign, 12);
  format.writeUInt16LE(bitsPerSample, 14);
  if (subformat !== undefined) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bitsPerSample, 18);
    format.writeUInt16LE(subformat, 24);
    format.set([0, 0, 0, 0, 16, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71], 26);
  }
  const data = parts.data ?? integers(16, [0.5, -0.25]);
  const chunks = [
    ...(parts.before ?? []),
    ...(parts.without === 'fmt ' ? [] : [chunk('fmt ', format)]),
    ...(parts.between ?? []),
    ...(parts.without === 'data' ? [] : [chunk('data', data, parts.statedSize)]),
  ];
  const content = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunk('RIFF', content);
}

/** Samples as little-endian integers of 8 (unsigned), 16, 24 or 32 bits. */
export function integers(bits: number, samples: readonly number[]): Buffer {
  const bytes = Buffer.alloc((samples.length * bits) / 8);
  samples.forEach((sample, i) => {
    const value = sample * 2 ** (bits - 1);
    if (bits === 8) bytes.writeUInt8(value + 128, i);
    else bytes.writeIntLE(value, (i * bits) / 8, bits / 8);
  });
  return bytes;
}
