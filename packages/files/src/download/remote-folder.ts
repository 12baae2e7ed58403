import type { ExpectedContent } from './checksums.ts';

/** A named folder below the data directory, and the origin of its files. */
export interface RemoteFolder {
  readonly name: string;
  /** The files to download into `dataDir/<name>/`; absent if nothing is downloaded. */
  readonly files?: readonly RemoteFile[];
  /** Instead of `files`, if the user must provide the data. */
  readonly byHand?: {
    /** The folder below `dataDir` in which to put it: `fsdd/recordings`. */
    readonly folder: string;
    /** How to get it: `clone https://… and put its folder recordings there`. */
    readonly how: string;
  };
}

/** A file to download, with at least one checksum. */
export interface RemoteFile extends ExpectedContent {
  /** Its name below `dataDir/<source name>/`. */
  readonly path: string;
  /** Complete addresses, tried in this order. */
  readonly mirrors: readonly string[];
}
