import { readFile } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import type { ZodType } from 'zod';

/**
 * Reads a JSON file and checks it against a schema.
 *
 * @param what the file should be, in words: `the record of a run`.
 * @returns undefined if there is no such file.
 * @throws InputError (`file-damaged`) that names the file and the first field that is wrong.
 */
export async function readJsonFile<T>(
  file: string,
  schema: ZodType<T>,
  what: string,
): Promise<T | undefined> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new InputError('file-damaged', `${file} cannot be read (${code})`, { cause });
  }
  return parseJson(content, schema, { place: file, what });
}

/**
 * Parses JSON and checks it against a schema.
 *
 * @param source.place its origin for messages: a file, or a file and a line.
 * @throws InputError (`file-damaged`) that names the place and the first field that is wrong.
 */
export function parseJson<T>(
  content: string,
  schema: ZodType<T>,
  source: { readonly place: string; readonly what: string },
): T {
  const { place, what } = source;
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw new InputError(
      'file-damaged',
      `${place} is not ${what}: it is not valid JSON (${(cause as Error).message})`,
      { cause },
    );
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new InputError(
    'file-damaged',
    `${place} is not ${what}: ${describeIssue(error.issues[0] as Issue, value)}`,
    { cause: error },
  );
}

/** The part of a zod issue from which messages are made. */
interface Issue {
  readonly code: string;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly expected?: string;
  readonly values?: readonly unknown[];
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
}

/** Makes a message such as `experiments[0].seeds must be an array, got null`. */
function describeIssue(issue: Issue, value: unknown): string {
  const field = fieldName(issue.path);
  const actual = issue.path.reduce<unknown>(
    (parent, key) => (parent as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
  if (actual === undefined && issue.path.length > 0) return `${field} is missing`;
  const got = `, got ${shortJson(actual)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `${field} must be ${nouns[issue.expected!] ?? issue.expected}${got}`;
    case 'invalid_value': {
      const values = issue.values!.map((each) => JSON.stringify(each));
      return `${field} must be ${values.join(' or ')}${got}`;
    }
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${field} must be at least ${issue.minimum}${got}`
        : `${field} must have at least ${issue.minimum} elements${got}`;
    case 'too_big':
      return `${field} must be at most ${issue.maximum}${got}`;
    case 'custom':
      return `${field} ${issue.message}`;
    default:
      return `${field}: ${issue.message}`;
  }
}

const nouns: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  int: 'an integer',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

const fieldName = (path: readonly PropertyKey[]): string =>
  path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`))
    .join('') || 'the content';

function shortJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
