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
  readonly wheelRequirements: readonly string[];
  /** Commands, each list tried in order. */
  readonly pythons: readonly string[];
  readonly compilers: readonly string[];
  readonly checkCommand: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly say: (line: string) => void;
}
