import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  /** A log to play instead of demo traffic. */
  replayFile?: string;
  speed?: number;
  isShiftedToNow: boolean;
  /** Forget the data of earlier runs. */
  isClean: boolean;
  /** Redis, gateway and page on TLS. */
  isTls: boolean;
  /** Demo events per second; 0 sends none. */
  ratePerSecond: number;
  seed?: number;
  gatewayPort: number;
  dashboardPort: number;
  isHelp: boolean;
}

export const START_HELP = `Usage: npm start -- [options]

  --replay FILE     play a real log (one line per event) instead of demo traffic
  --speed N         replay N times as fast as the log was written; without it as fast as possible
  --shift-to-now    rewrite the log's times so that its last line happened now
  --rate N          demo events per second (default 50, 0 for none)
  --seed N          repeat the demo traffic of that seed
  --port N          port of the gateway (default 8080, another one if it is taken)
  --page-port N     port of the page (default 8081, another one if it is taken)
  --tls             encrypt everything, on certificates made for this run
  --clean           forget the data of earlier runs
  --help            this text

Environment: REDIS_NODES (host:port,…) and DATABASE_URL use servers of yours instead of local ones.
`;

/**
 * Reads the arguments of \`npm start\`.
 *
 * @param fromDir  folder that relative paths belong to
 * @throws Error  an unknown option or a value that cannot be
 */
export function parseStartOptions(args: readonly string[], fromDir: string): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      replay: { type: 'string' },
      speed: { type: 'string' },
      'shift-to-now': { type: 'boolean', default: false },
      rate: { type: 'string', default: '50' },
      seed: { type: 'string' },
      port: { type: 'string', default: '8080' },
      'page-port': { type: 'string', default: '8081' },
      clean: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { replay, speed, seed } = values;
  if (replay === undefined && (speed !== undefined || values['shift-to-now'])) {
    throw new Error('--speed and --shift-to-now belong to --replay FILE');
  }
  return {
    ...(replay === undefined ? {} : { replayFile: resolve(fromDir, replay) }),
    ...(speed === undefined ? {} : { speed: numberOf('--speed', speed, Number.MIN_VALUE) }),
    ...(seed === undefined ? {} : { seed: numberOf('--seed', seed, 0) }),
    isShiftedToNow: values['shift-to-now'],
    ratePerSecond: numberOf('--rate', values.rate, 0),
    gatewayPort: numberOf('--port', values.port, 1),
    dashboardPort: numberOf('--page-port', values['page-port'], 1),
    isClean: values.clean,
    isTls: values.tls,
    isHelp: values.help,
  };
}

function numberOf(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least)
    throw new Error(`${option}: "${text}" is not a number it can take`);
  return value;
}
