import { spawn } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../bin/redoubt.mjs');

/** How a run of the command ended. */
export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output as the one JSON object it is. */
  json(): Record<string, unknown>;
  /** Standard output as one JSON object per line. */
  rows(): Record<string, unknown>[];
}

export interface RunOptions {
  /** The whole environment beside PATH. */
  env?: Readonly<Record<string, string | undefined>>;
  stdin?: string | Buffer;
  /** Called whenever the command has written; may send it a signal. */
  onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs `redoubt …` as a process of its own to its end. */
export async function runCommand(
  args: readonly string[],
  { env = {}, stdin = '', onOutput }: RunOptions = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      onOutput?.(output[name], (signal) => child.kill(signal));
    });
  }
  // A command that refuses its arguments does not wait for its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const ended = Promise.withResolvers<number | null>();
  child.once('error', ended.reject);
  child.once('close', ended.resolve);
  const code = await ended.promise;
  const parse = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
  return {
    code,
    ...output,
    json: () => parse(output.stdout),
    rows: () => output.stdout.split('\n').filter(Boolean).map(parse),
  };
}
