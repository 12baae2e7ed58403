/** One way to get the libraries and a binding. */
export interface InstallationMethod {
  /** Its name in results and in the cache. */
  readonly name: 'official' | 'wheel';
  /** Its name in messages. */
  readonly title: string;
  /** Fills a folder; returns the binding in it. Errors say in words why that is not possible. */
  readonly install: (root: string, context: MethodContext) => Promise<string>;
}

/** What a method of installation works with. */
export interface MethodContext {
  /** The folder of the package @tensorflow/tfjs-node. */
  readonly packageFolder: string;
  readonly packageVersion: string;
  readonly officialBaseUrl: string;
  readonly answerSeconds: number;
  readonly wheelRequirements: readonly string[];
  /** Commands, each list tried in its order. */
  readonly pythons: readonly string[];
  readonly compilers: readonly string[];
  readonly checkCommand: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly say: (line: string) => void;
}
