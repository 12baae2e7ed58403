import { spawn } from 'node:child_process';

/** The complete output of a command that succeeded. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that could not be started, failed or took too long; the message says which. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** Whether the command does not exist. */
  readonly missing: boolean;
  readonly stderr: string;
  /** The signal that ended it; undefined where it ended by itself. */
  readonly signal: NodeJS.Signals | undefined;
  /** Whether it took longer than it was allowed to. */
  readonly timedOut: boolean;

  constructor(
    message: string,
    {
      missing = false,
      stderr = '',
      signal,
      timedOut = false,
    }: {
      readonly missing?: boolean;
      readonly stderr?: string;
      readonly signal?: NodeJS.Signals;
      readonly timedOut?: boolean;
    } = {},
  ) {
    super(message);
    this.missing = missing;
    this.stderr = stderr;
    this.signal = signal;
    this.timedOut = timedOut;
  }
}

/**
 * Runs a command to its end without a shell, so that paths need no quoting.
 *
 * @param options.timeoutMs the command is killed after this time.
 * @param options.onLine gets each line of standard output as it is written.
 * @throws CommandError if it does not start, ends with a code other than 0, or is killed by a
 *   signal or the timeout; the message ends with the most informative line of its standard error.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly timeoutMs?: number;
    readonly onLine?: (line: string) => void;
  } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      // Output is parsed and quoted, so colours are off, whatever the terminal.
      env: { ...(options.env ?? process.env), FORCE_COLOR: '0', NO_COLOR: '1', PIP_NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    let rest = '';
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (!options.onLine) return;
      const lines = (rest + text).split('\n');
      rest = lines.pop() as string;
      lines.forEach(options.onLine);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const missing = cause.code === 'ENOENT';
      const why = missing ? 'is not installed' : `does not start (${cause.message})`;
      reject(new CommandError(`${command} ${why}`, { missing }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) {
        resolve({ stdout, stderr });
        return;
      }
      const how = timedOut
        ? `took longer than ${(options.timeoutMs as number) / 1000} s`
        : signal === null
          ? `ended with code ${code}`
          : `was killed by ${signal}`;
      const said = tellingLine(stderr);
      const message = `${command} ${how}${said && `: ${said}`}`;
      reject(new CommandError(message, { stderr, signal: signal ?? undefined, timedOut }));
    });
  });
}

/**
 * Finds the error in the output of Node, which begins with source code and ends with its version.
 */
function tellingLine(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[lines.length - 1]).trim();
}
