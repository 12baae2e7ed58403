import { inMemory, type NumberArray, type Numbers, numbersIn, numberTypes } from './numbers.ts';
import { type Preparation, type Prepared, preparedOf, type PrepareOptions } from './preparation.ts';

export type { Preparation, Prepared };

/** In a browser: prepares data in memory, for this page. In Node it is kept in files as well. */
export async function prepareOnce<Facts>({
  onProgress,
  prepare,
}: PrepareOptions<Facts>): Promise<Prepared<Facts>> {
  const arrays = new Map<string, Numbers>();
  const facts = await prepare({
    keep: (name, values) => void arrays.set(name, inMemory(values)),
    reserve: (name, type, length) => {
      const bytes = length * numberTypes[type].BYTES_PER_ELEMENT;
      const values = numbersIn(new ArrayBuffer(bytes), type);
      arrays.set(name, inMemory(values));
      return { set: (piece: NumberArray, at: number) => values.set(piece, at) };
    },
    notice: (line) => onProgress?.(line),
  });
  return preparedOf({ facts: JSON.parse(JSON.stringify(facts ?? null)), arrays });
}
