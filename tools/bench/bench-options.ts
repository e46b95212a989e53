import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toError } from '@redoubt/contracts';
import { ANOMALY_SETS, type AnomalySet } from './anomaly/anomaly-plan.ts';
import { FORMATS, type Format } from './anomaly/labelled-set.ts';

export const SUITES = [
  ...([
    'ingest',
    'protocols',
    'pipeline',
    'capacity',
    'cost',
    'tenants',
    'memory',
    'soak',
    'overload',
    'start',
  ] as const),
  ...(['search', 'rules', 'latency', 'page', 'anomaly'] as const),
] as const;
export type SuiteName = (typeof SUITES)[number];

export const KILLS = ['gateway', 'db-writer', 'master'] as const;
export type Kill = (typeof KILLS)[number];

export interface BenchOptions {
  suites: readonly SuiteName[];
  isJson: boolean;
  isMarkdown: boolean;
  /** Small and short: shows that the bench works, says nothing about speed. */
  isQuick: boolean;
  /** Length of the measured stretch; of a single round in suites that compare in rounds. */
  seconds?: number;
  /** Events per second of `soak`. */
  rate?: number;
  /** Organisations of the larger side of `tenants`. */
  orgs?: number;
  /** What `pipeline` kills half-way. */
  kill?: Kill;
  /** Rows that `search` looks in. */
  rows?: number;
  /** `anomaly`: which labelled sets; all when absent. */
  sets?: readonly AnomalySet[];
  /** `anomaly`: one further file instead. */
  file?: { path: string; format: Format };
  seed: number;
  /** Folder for CPU profiles of the services. */
  profileDir?: string;
}

export const BENCH_HELP = `npm run bench -- <suite> [options]

suites      ${SUITES.join(', ')}, all
--json      print one JSON object per suite, as the last line of standard output
--markdown  print the table as Markdown
--seconds N length of the measured stretch (pipeline, cost: 60; capacity, overload: 300; soak: 600; ingest: 3, tenants: 10 per round)
--kill X    pipeline: kill -9 of ${KILLS.join(', ')} half-way
--rate N    soak: events per second (15000)
--orgs N    tenants: how many (10000)
--rows N    search: rows to look in (5000000)
--set A,B   anomaly: labelled sets of ${ANOMALY_SETS.join(', ')}
--file F    anomaly: score file F, with --format ${FORMATS.join(', ')}
--seed N    another traffic
--quick     everything small and short, without judging speed
--profile D write CPU profiles of the services to folder D
`;

/** The command line cannot be: the message is all there is to say. */
export class BenchUsageError extends Error {
  override name = 'BenchUsageError';
}

/** @throws BenchUsageError an unknown suite or option, or a value that cannot be */
export function parseBenchOptions(args: readonly string[], fromDir: string): BenchOptions | 'help' {
  try {
    return parseOptions(args, fromDir);
  } catch (error) {
    throw new BenchUsageError(toError(error).message, { cause: error });
  }
}

function parseOptions(args: readonly string[], fromDir: string): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      rows: { type: 'string' },
      rate: { type: 'string' },
      orgs: { type: 'string' },
      kill: { type: 'string' },
      seed: { type: 'string', default: '1' },
      profile: { type: 'string' },
      set: { type: 'string' },
      file: { type: 'string' },
      format: { type: 'string' },
    },
  });
  if (values.help) return 'help';
  const [suite, ...more] = positionals;
  if (suite === undefined || more.length > 0) throw new Error(`name one suite of ${SUITES.join(', ')}, all`);
  return {
    suites: suite === 'all' ? SUITES : [oneOf(SUITES, suite, 'suite')],
    isJson: values.json,
    isMarkdown: values.markdown,
    isQuick: values.quick,
    seed: whole(values.seed, 'seed', 0),
    ...(values.seconds === undefined ? {} : { seconds: whole(values.seconds, 'seconds', 1) }),
    ...(values.rows === undefined ? {} : { rows: whole(values.rows, 'rows', 1_000) }),
    ...(values.orgs === undefined ? {} : { orgs: whole(values.orgs, 'orgs', 10) }),
    ...(values.rate === undefined ? {} : { rate: whole(values.rate, 'rate', 1) }),
    ...(values.kill === undefined ? {} : { kill: oneOf(KILLS, values.kill, '--kill') }),
    ...(values.set === undefined
      ? {}
      : { sets: values.set.split(',').map((set) => oneOf(ANOMALY_SETS, set, '--set')) }),
    ...(values.file === undefined
      ? {}
      : { file: { path: resolve(fromDir, values.file), format: oneOf(FORMATS, values.format ?? '', '--format') } }),
    ...(values.profile === undefined ? {} : { profileDir: resolve(fromDir, values.profile) }),
  };
}

function oneOf<T extends string>(known: readonly T[], text: string, what: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new Error(`${what} is one of ${known.join(', ')}`);
  return found;
}

function whole(text: string, name: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name} is a whole number from ${least}`);
  return value;
}
