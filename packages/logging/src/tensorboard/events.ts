import {
  bytesField,
  bytesOfMessage,
  doubleField,
  doublesField,
  type Field,
  floatField,
  integerField,
  messageField,
  textField,
} from '@axiswise/binary';
import { maskedCrc32c } from './crc32c.ts';

// The numbers of the fields are those of event.proto and summary.proto of TensorFlow, and of
// plugin_data.proto of TensorBoard's plugin for hyperparameters.

/** One value of a summary. */
export type SummaryValue = readonly Field[];

/** A record of a file of events: its length and its bytes, each with a checksum. */
export function record(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([length, checksum(length), bytes, checksum(bytes)]);
}

function checksum(bytes: Uint8Array): Uint8Array {
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(maskedCrc32c(bytes));
  return crc;
}

/** What every file of events begins with. */
export const versionEvent = (time: number): Uint8Array =>
  bytesOfMessage([doubleField(1, time / 1000), textField(3, 'brain.Event:2')]);

/** @param time in milliseconds since 1970. */
export const summaryEvent = (
  time: number,
  step: number,
  values: readonly SummaryValue[],
): Uint8Array =>
  bytesOfMessage([
    doubleField(1, time / 1000),
    integerField(2, step),
    messageField(
      5,
      values.map((value) => messageField(1, value)),
    ),
  ]);

export const scalar = (tag: string, value: number): SummaryValue => [
  textField(1, tag),
  floatField(2, value),
];

/** A picture, as PNG. */
export function image(tag: string, png: Uint8Array): SummaryValue {
  const { buffer, byteOffset, byteLength } = png;
  const header = new DataView(buffer, byteOffset, byteLength);
  // Width and height stand in the first chunk of every PNG, at bytes 16 and 20.
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  const rgba = 4;
  return [
    textField(1, tag),
    messageField(4, [
      ...[height, width, rgba].map((value, i) => integerField(i + 1, value)),
      bytesField(4, png),
    ]),
  ];
}

const buckets = 30;

/** A histogram of equally wide buckets; numbers that are not finite are left out. */
export function histogram(tag: string, values: ArrayLike<number>): SummaryValue {
  const finite = Float64Array.from(values).filter(Number.isFinite);
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const value of finite) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  if (finite.length === 0) [min, max] = [0, 0];
  const width = (max - min) / buckets;
  const counts = new Array<number>(width === 0 ? 1 : buckets).fill(0);
  for (const value of finite) {
    counts[width === 0 ? 0 : Math.min(Math.floor((value - min) / width), buckets - 1)]++;
  }
  const limits = counts.map((_, i) => (i === counts.length - 1 ? max : min + (i + 1) * width));
  const histo = [
    ...[min, max, finite.length, sum, squares].map((value, i) => doubleField(i + 1, value)),
    doublesField(6, limits),
    doublesField(7, counts),
  ];
  return [textField(1, tag), messageField(5, histo)];
}

/** The session of a run, as TensorBoard's table of hyperparameters shows it. */
export function sessionStart(
  group: string,
  time: number,
  hyperparameters: ReadonlyMap<string, string | number | boolean>,
): SummaryValue {
  const entries = [...hyperparameters].map(([name, value]) =>
    messageField(1, [textField(1, name), messageField(2, [plainValue(value)])]),
  );
  const info = [...entries, textField(4, group), doubleField(5, time / 1000)];
  return pluginValue('_hparams_/session_start_info', [messageField(3, info)]);
}

export const sessionEnd = (succeeded: boolean, time: number): SummaryValue =>
  pluginValue('_hparams_/session_end_info', [
    messageField(4, [integerField(1, succeeded ? 1 : 2), doubleField(2, time / 1000)]),
  ]);

/** A `google.protobuf.Value`. */
const plainValue = (value: string | number | boolean): Field =>
  typeof value === 'number'
    ? doubleField(2, value)
    : typeof value === 'string'
      ? textField(3, value)
      : integerField(4, value);

function pluginValue(tag: string, content: readonly Field[]): SummaryValue {
  const version = integerField(1, 0);
  const plugin = [textField(1, 'hparams'), bytesField(2, bytesOfMessage([version, ...content]))];
  // A value needs a tensor, though the plugin reads its metadata alone: one number of 32 bits.
  const nothing = [integerField(1, 1), messageField(2, []), floatField(5, 0)];
  return [textField(1, tag), messageField(8, nothing), messageField(9, [messageField(1, plugin)])];
}
