/** One way to obtain the libraries and a binding. */
export interface InstallationMethod {
  /** Its name in results and in the cache. */
  readonly name: 'official' | 'wheel';
  /** Its name in messages. */
  readonly title: string;
  /** Fills a folder; returns the binding in it. Errors give the reason in words. */
  readonly install: (root: string, context: MethodContext) => Promise<string>;
}

/** The environment of a method. */
export interface MethodContext {
  /** The folder of the package @tensorflow/tfjs-node. */
  readonly packageFolder: string;
  readonly packageVersion: string;
  readonly officialBaseUrl: string;
  readonly answerSeconds: number;
  /** The SHA-256 of archives of the official download, by their paths. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly wheelRequirements: readonly string[];
  /** Commands, each list tried in order. */
  readonly pythons: readonly string[];
  readonly compilers: readonly string[];
  /** Trains two steps on a binding, within a limit of time. */
  readonly checkCommand: readonly string[];
  readonly checkSeconds: number;
  /** Whether the official download may come from an address that is not https. */
  readonly allowHttp: boolean;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly say: (line: string) => void;
}
