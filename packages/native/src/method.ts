/** What a method of installation is given. */
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
