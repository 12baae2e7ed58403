import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '@axiswise/statistics';

/** What a contestant is timed at. */
const taskNames = ['train', 'infer'] as const;
export type TaskName = (typeof taskNames)[number];

/** JavaScript is compiled while it runs, so that the first steps are slower; so long each task warms up. */
const warmUpMilliseconds = 2000;

/** Threads of OpenMP look for more work on their cores for a while after the last, and disturb the next. */
const restMilliseconds = 300;

/**
 * So long a task is repeated in a turn: after a pause, the first batches of a process are slower, and a short
 * task would measure little else.
 */
const turnMilliseconds = 1000;

/** How a contestant is started, and what it does with the machine. */
export interface ContestantCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly threads: number;
  readonly workers: number;
  /** By default the contestant's own. */
  readonly name?: string;
}

interface Introduction {
  readonly name: string;
  readonly version: string;
  readonly tasks: readonly string[];
}

interface Answer {
  readonly examplesPerSecond: number;
  readonly peakMemoryBytes: number;
}

/** A process that answers one task at a time. */
export class ContestantProcess {
  readonly call: ContestantCall;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: AsyncIterator<string>;
  name = '';
  version = '';
  /** What it can do in this setting. */
  tasks: readonly TaskName[] = [];
  peakMemoryBytes = 0;
  readonly speeds: Record<TaskName, number[]> = { train: [], infer: [] };

  private constructor(call: ContestantCall) {
    this.call = call;
    this.#child = spawn(call.command, call.args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: String(call.threads), ...call.env },
    });
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** Starts a process; resolves when it has warmed up. */
  static async start(call: ContestantCall): Promise<ContestantProcess> {
    const contestant = new ContestantProcess(call);
    const { name, version, tasks } = await contestant.#read<Introduction>();
    contestant.name = call.name ?? name;
    contestant.version = version;
    contestant.tasks = taskNames.filter((task) => tasks.includes(task));
    for (const task of contestant.tasks) {
      await contestant.#repeat(task, warmUpMilliseconds);
    }
    return contestant;
  }

  /** Takes a turn at a task, and keeps the median of its speeds. */
  async run(task: TaskName): Promise<void> {
    await sleep(restMilliseconds);
    const answers = await this.#repeat(task, turnMilliseconds);
    this.speeds[task].push(median(answers.map(({ examplesPerSecond }) => examplesPerSecond)));
    this.peakMemoryBytes = answers[answers.length - 1].peakMemoryBytes;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#child.stdin!.end();
    await this.#ended;
  }

  /** Does a task until a time is over, once at least. */
  async #repeat(task: TaskName, milliseconds: number): Promise<Answer[]> {
    const answers: Answer[] = [];
    const end = performance.now() + milliseconds;
    do {
      this.#child.stdin!.write(`${task}\n`);
      answers.push(await this.#read<Answer>());
    } while (performance.now() < end);
    return answers;
  }

  async #read<T>(): Promise<T> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`${this.name || this.#child.spawnargs.join(' ')} ended early`);
      // Libraries may say something, too.
      if (value.startsWith('{')) return JSON.parse(value) as T;
    }
  }
}
