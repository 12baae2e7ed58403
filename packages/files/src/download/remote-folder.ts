/** A named folder below the data directory, and where its files come from. */
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

/** What is known of a file's content. */
export interface ExpectedContent {
  readonly sizeBytes?: number;
  /** Hex; MD5 only where the publisher gives nothing better. */
  readonly sha256?: string;
  readonly md5?: string;
  /** Of what a gzip file unpacks to: mirrors pack the same content differently. */
  readonly contentSha256?: string;
  readonly contentMd5?: string;
}

/** One file to download and how to know that it is the right one: at least one checksum. */
export interface RemoteFile extends ExpectedContent {
  /** Its name below `dataDir/<source name>/`. */
  readonly path: string;
  /** Complete addresses, tried in this order. */
  readonly mirrors: readonly string[];
}
