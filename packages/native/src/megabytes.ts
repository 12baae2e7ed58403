/** A size in bytes as people read it: `273.8 MB`, `12 MB`. */
export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
