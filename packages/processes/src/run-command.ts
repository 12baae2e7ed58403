import { spawn } from 'node:child_process';

/** How a command ended, with all it wrote. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that could not be started, failed or took too long; the message says which. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** Whether there is no such command at all. */
  readonly missing: boolean;
  readonly stderr: string;

  constructor(message: string, missing: boolean, stderr: string) {
    super(message);
    this.missing = missing;
    this.stderr = stderr;
  }
}

/**
 * Runs a command to its end without a shell, so that no path needs quoting.
 *
 * @param options.timeoutMs after which the command is killed.
 * @param options.onLine gets each line of standard output as it comes.
 * @throws CommandError where it does not start, ends with another code than 0, is killed by a signal
 *   or by the timeout; the message ends with the most telling line of its standard error.
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
      // What a command says is read and quoted: without colours, whatever the terminal is told.
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
      reject(new CommandError(`${command} ${why}`, missing, ''));
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
      reject(new CommandError(`${command} ${how}${said && `: ${said}`}`, false, stderr));
    });
  });
}

/** Node ends with its version and begins with source code: the error it threw is between. */
function tellingLine(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[lines.length - 1]).trim();
}
