/** What goes on: one changing line on a terminal, a plain line now and then elsewhere. */
export class ProgressLine {
  readonly isTerminal = process.stderr.isTTY;
  readonly #secondsBetweenLines = this.isTerminal ? 0.2 : 10;
  #last: number;

  /** @param options.atOnce whether the first line comes at once instead of after that time. */
  constructor({ atOnce = false } = {}) {
    this.#last = atOnce ? -Infinity : performance.now();
  }

  /** @param isLast it is written in any case, and a terminal goes on below it. */
  show(isLast: boolean, lineOf: () => string): void {
    const now = performance.now();
    if (!isLast && now - this.#last < this.#secondsBetweenLines * 1000) return;
    this.#last = now;
    const line = lineOf();
    process.stderr.write(this.isTerminal ? `\r\x1b[2K${line}${isLast ? '\n' : ''}` : `${line}\n`);
  }
}
