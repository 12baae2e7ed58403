/** A colour picture in memory. */
export interface ColorPicture {
  /** `[height, width, 3]`: red, green, blue from 0 to 1. */
  readonly pixels: Float32Array;
  readonly height: number;
  readonly width: number;
}
