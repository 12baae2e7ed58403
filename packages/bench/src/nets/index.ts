import { InputError, pickByName } from '@axiswise/messages';
import { board } from './board.ts';
import { image } from './image.ts';
import type { ReferenceNet } from './reference-net.ts';
import { sentence } from './sentence.ts';
import { spectrogram } from './spectrogram.ts';
import { video } from './video.ts';

export type { ReferenceNet } from './reference-net.ts';

/** One network a domain, in the order of the domains. */
export const referenceNets: readonly ReferenceNet[] = [image, spectrogram, sentence, board, video];

/** @throws InputError with the nearest name where there is no such network. */
export const referenceNetNamed = (name: string): ReferenceNet =>
  pickByName(
    'net',
    name,
    new Map(referenceNets.map((net) => [net.name, net])),
    (message) => new InputError('usage', message),
  );
