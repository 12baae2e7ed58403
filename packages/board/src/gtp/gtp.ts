import { gtpCommands } from './gtp-commands.ts';
import { GtpFailure } from './gtp-failure.ts';
import type { GtpPlayer } from './gtp-player.ts';
import { GtpSession } from './gtp-session.ts';

/**
 * An engine of the Go Text Protocol, version 2: it answers commands and plays one game at a time.
 *
 * The rules are those of `Position`: simple ko, no suicide, and area scoring that counts every stone
 * on the board as alive.
 *
 * Source: Farnebäck 2002, "Specification of the Go Text Protocol, version 2, draft 2". Deviations:
 * clocks are accepted and not used; `final_status_list` is not offered.
 *
 * @example
 * const engine = new GtpEngine({ name: 'passer', version: '1', genmove: () => -1 });
 * await engine.answer('7 genmove black # a comment'); // '=7 pass\n\n'
 * await engine.answer('play white Z99'); // '? invalid color or coordinate\n\n'
 */
export class GtpEngine {
  readonly #session: GtpSession;
  #isOver = false;

  constructor(player: GtpPlayer) {
    this.#session = new GtpSession(player);
  }

  /** Whether `quit` was received. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Answers one line, with the empty line after it; undefined if the line holds no command.
   *
   * A command that cannot be carried out is answered with `?` and changes nothing. Errors of the
   * player itself are thrown.
   */
  async answer(line: string): Promise<string | undefined> {
    // Section 3.1 of the protocol: remove control characters, turn tabs into spaces, # begins a
    // comment.
    const words = line
      .replace(/#.*/s, '')
      .replace(/\t/g, ' ')
      .replace(/[\x00-\x1f\x7f]/g, '')
      .split(' ')
      .filter((word) => word !== '');
    if (words.length === 0) return undefined;
    const id = /^\d+$/.test(words[0]) ? words.shift()! : '';
    const [name = '', ...rest] = words;
    const command = Object.hasOwn(gtpCommands, name) ? gtpCommands[name] : undefined;
    if (!command) return `?${id} unknown command\n\n`;
    try {
      const answer = await command(this.#session, rest);
      this.#isOver ||= name === 'quit';
      return `=${id}${answer && ' '}${answer}\n\n`;
    } catch (cause) {
      if (cause instanceof GtpFailure) return `?${id} ${cause.message}\n\n`;
      throw cause;
    }
  }
}

type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * Answers commands from `input` on `output` until `quit` or the end of the input.
 *
 * @param input lines in UTF-8 or ASCII, for example `process.stdin`.
 * @param output for example `process.stdout`, which must get nothing else then.
 * @example
 * let answers = '';
 * const player = { name: 'passer', version: '1', genmove: () => PASS };
 * await serveGtp(player, ['1 genmove black\n', '2 quit\n'], { write: (text) => (answers += text) });
 * answers; // '=1 pass\n\n=2\n\n'
 */
export async function serveGtp(
  player: GtpPlayer,
  input: Chunks,
  output: { write(text: string): unknown },
): Promise<void> {
  const engine = new GtpEngine(player);
  for await (const line of linesOf(input)) {
    const answer = await engine.answer(line);
    if (answer !== undefined) output.write(answer);
    if (engine.isOver) return;
  }
}

/**
 * Splits input into lines. A command ends with a line feed; a carriage return is a control
 * character.
 */
async function* linesOf(input: Chunks): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (
      rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    ).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
