import type { BackendName } from './backend-choices.ts';

/** The running engine, with everything that may change its speed or its last bits. */
export interface Engine {
  readonly name: BackendName;
  readonly version: string;
  readonly threads: number;
  /**
   * Whether several threads of a process can use it at the same time: all but native TensorFlow on Windows.
   * There is one pool of native threads for all of them, whose size the first one chooses.
   */
  readonly servesThreads: boolean;
  /** Environment variables and features that change speed or last bits; `default` where unset. */
  readonly flags: Readonly<Record<string, string>>;
  /** One line: the chosen engine, and what would make it faster. */
  readonly advice: string;
}
