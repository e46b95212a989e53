import { createReadStream, statSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';

/** What is to be sent. */
export interface SendInput {
  stream: AsyncIterable<Buffer | string>;
  /** Absent for standard input. */
  sizeBytes: number | undefined;
  name: string;
}

/** Opens a file, or standard input for `-`. @throws CliError when it cannot be read */
export function openInput(path: string, stdin: NodeJS.ReadableStream & { isTTY?: boolean }): SendInput {
  if (path === '-') return { stream: stdin as AsyncIterable<Buffer>, sizeBytes: undefined, name: 'standard input' };
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw usageError(`${path} is a folder`);
    const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
    return { stream, sizeBytes: found.isFile() ? found.size : undefined, name: path };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw usageError(`there is no file ${path}`);
    if (code === undefined) throw error;
    throw usageError(`${path} cannot be read: ${toError(error).message}`);
  }
}

export type LineKind = 'json' | 'text';

/**
 * Tells JSON events from log lines by the first line.
 *
 * @throws CliError for the start of a JSON array, whose lines are no events
 */
export function kindOf(line: Buffer): LineKind {
  const start = line.subarray(0, 64).toString('latin1').trimStart();
  if (start.startsWith('{')) return 'json';
  if (/^\[\s*(\{|$)/.test(start)) {
    throw usageError('the input is a JSON array; one event per line is needed', "jq -c '.[]' FILE | redoubt send -");
  }
  return 'text';
}
