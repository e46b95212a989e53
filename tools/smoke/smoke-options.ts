import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface SmokeOptions {
  /** A log to send; without it the generator's traffic is sent. */
  file?: string;
  /** How many generated items to send. */
  count: number;
  seed: number;
  isJson: boolean;
  /** A platform that runs already, with the servers of REDIS_NODES and DATABASE_URL; without it one is started. */
  running?: {
    gatewayUrl: string;
    /** Folder of its file sinks. */
    sinkDir: string;
  };
  /** How long nothing may arrive before storing counts as over. */
  patienceMs: number;
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
      gateway: { type: 'string' },
      sinks: { type: 'string' },
      patience: { type: 'string', default: '20' },
    },
  });
  const count = Number(values.count);
  const seed = Number(values.seed);
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new Error('--count is 1 to 1000000');
  if (!Number.isInteger(seed)) throw new Error('--seed is a whole number');
  const patience = Number(values.patience);
  if (!Number.isInteger(patience) || patience < 1) throw new Error('--patience is seconds, at least 1');
  const { gateway, sinks } = values;
  if ((gateway === undefined) !== (sinks === undefined)) throw new Error('--gateway and --sinks go together');
  return {
    count,
    seed,
    isJson: values.json,
    patienceMs: patience * 1_000,
    ...(gateway === undefined || sinks === undefined ? {} : { running: { gatewayUrl: gateway, sinkDir: sinks } }),
    ...(values.file === undefined ? {} : { file: resolve(fromDir, values.file) }),
  };
}
