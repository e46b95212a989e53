import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface SmokeOptions {
  /** A log to send; without it the generator's traffic is sent. */
  file?: string;
  /** How many generated items to send. */
  count: number;
  seed: number;
  isJson: boolean;
}

/** @throws Error  an unknown option or a value that cannot be */
export function parseSmokeOptions(args: readonly string[], fromDir: string): SmokeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      file: { type: 'string' },
      count: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.count);
  const seed = Number(values.seed);
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new Error('--count is 1 to 1000000');
  if (!Number.isInteger(seed)) throw new Error('--seed is a whole number');
  return {
    count,
    seed,
    isJson: values.json,
    ...(values.file === undefined ? {} : { file: resolve(fromDir, values.file) }),
  };
}
