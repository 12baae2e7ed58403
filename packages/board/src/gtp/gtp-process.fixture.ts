import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that speaks GTP at the other end of a pipe: one command, one response. */
export class GtpProcess {
  readonly #name: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #responses: AsyncIterator<string>;
  #complaint = '';

  constructor(command: string, words: readonly string[]) {
    this.#name = command;
    this.#process = spawn(command, words);
    this.#responses = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.#process.stderr.on('data', (chunk) => (this.#complaint += String(chunk)));
  }

  /** Returns the response without its `=`; throws on a failure. */
  async ask(line: string): Promise<string> {
    this.#process.stdin.write(`${line}\n`);
    const lines: string[] = [];
    for (;;) {
      const { value, done } = await this.#responses.next();
      if (done) throw new Error(`${this.#name} ended at "${line}": ${this.#complaint}`);
      if (value === '') break;
      lines.push(value);
    }
    const response = lines.join('\n');
    if (!response.startsWith('=')) {
      throw new Error(`${this.#name} answers "${line}" with "${response}"`);
    }
    return response.slice(1).trim();
  }

  close(): void {
    this.#process.kill();
  }
}
