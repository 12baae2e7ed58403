/** A picture of a report. */
export interface Chart {
  /** Of the files `charts/<name>.svg` and `.png`. */
  readonly name: string;
  /** What stands under it: what it shows and how to read it. */
  readonly caption: string;
  readonly svg: string;
}

/** How wide charts are, in pixels: on a phone they shrink by a fifth and stay readable. */
export const chartWidth = 430;
