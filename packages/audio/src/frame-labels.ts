import { unlabelled } from '@axiswise/data';
import type { LabelledInterval } from './label-tracks.ts';
import type { UtteranceEncoding } from './utterance-encoding.ts';

/**
 * The label of each frame of an example: that of the interval which its middle lies in, padded or cropped as the
 * frames are.
 *
 * @param of.real the frames that are no padding.
 * @param of.cropped how many frames were cut off in front.
 * @param of.label gives the number of a class, or {@link unlabelled} for undefined.
 */
export function frameLabels(
  intervals: readonly LabelledInterval[],
  of: {
    readonly encoding: UtteranceEncoding;
    readonly real: { readonly start: number; readonly end: number };
    readonly cropped: number;
    readonly label: (name: string | undefined) => number;
  },
): Int16Array {
  const { encoding, real, cropped, label } = of;
  const { hopLengthSamples, windowLengthSamples, sampleRateHz } = encoding.mel;
  const labels = new Int16Array(encoding.frames).fill(unlabelled);
  let at = 0;
  for (let frame = real.start; frame < real.end; frame++) {
    const first = (frame - real.start + cropped) * hopLengthSamples;
    const middle = (first + windowLengthSamples / 2) / sampleRateHz;
    while (at < intervals.length && intervals[at].endSeconds <= middle) at++;
    const interval = intervals.at(at);
    const isIn = interval !== undefined && interval.startSeconds <= middle;
    labels[frame] = label(isIn ? interval.label : undefined);
  }
  return labels;
}
