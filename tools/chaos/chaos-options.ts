import { parseArgs } from 'node:util';
import { toError } from '@redoubt/contracts';

export const SCENARIOS = ['all', 'rotation', 'sinks', 'broken', 'upgrade'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

export interface ChaosOptions {
  scenario: ScenarioName;
  isJson: boolean;
  /** Fewer organisations and services. */
  isQuick: boolean;
  /** Nodes and clients speak TLS alone. */
  isTls: boolean;
  seed: number;
  /** Run the seeds from 1 up to this one after the other instead of one. */
  seeds: number | undefined;
  /** Where finished seeds are kept, so that a run can go on later. */
  resumeFile: string | undefined;
  /** Green seeds of ancestors that had no changes count as done, too. */
  withAncestors: boolean;
  /** The commit that an upgrade begins with. */
  from: string;
}

export const CHAOS_HELP = `npm run chaos -- <scenario> [options]

scenarios   ${SCENARIOS.join(', ')}
--json      print one JSON object as the last line of standard output
--tls       nodes and clients speak TLS alone
--quick     fewer organisations and services
--seed N    another traffic; all: other faults
--seeds N   all: the seeds 1 to N, one after the other
--resume F  all: keeps finished seeds in F and leaves out those that stand there with the same sources, faults,
            options, Redis and Node; stops when sources change
--from C    upgrade: the commit whose services are upgraded; the one before this one if left out
--with-ancestors  with --resume: leaves out green seeds of earlier commits without changes, too

all: faults drawn from the seed hit services, PostgreSQL, a receiver and the nodes of a 3+3 cluster under load and
attacks; afterwards every accepted event is stored once, in order at the receiver, and every attack is one alert.
rotation: on a cluster of three masters and three replicas under load, every password is rotated; meanwhile a master is
killed and comes back after ten seconds as a replica, and a node starts without its users.
broken: builds that acknowledge before they store, store without the fence, and trim by length: each has to be
caught, and the whole build under the same faults must not be.
upgrade: services of an earlier commit take load, are replaced one by one by today's, and by the earlier ones again.
sinks: of eight sinks one is down for the whole run, one hangs and one refuses single items; at the end the forwarder
is killed.
`;

/** The command line cannot be: the message is all there is to say. */
export class ChaosUsageError extends Error {
  override name = 'ChaosUsageError';
}

/** @throws ChaosUsageError an unknown scenario or option, or a value that cannot be */
export function parseChaosOptions(args: readonly string[]): ChaosOptions | 'help' {
  try {
    return parseOptions(args);
  } catch (error) {
    throw new ChaosUsageError(toError(error).message, { cause: error });
  }
}

function parseOptions(args: readonly string[]): ChaosOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      resume: { type: 'string' },
      from: { type: 'string' },
      'with-ancestors': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const [scenario, ...more] = positionals;
  if (scenario === undefined || more.length > 0 || !isScenario(scenario)) {
    throw new Error(`name one scenario of ${SCENARIOS.join(', ')}`);
  }
  const { json: isJson, quick: isQuick, tls: isTls, resume: resumeFile, 'with-ancestors': withAncestors } = values;
  const seeds = values.seeds === undefined ? undefined : wholeNumber('--seeds', values.seeds);
  const isMany = seeds !== undefined || resumeFile !== undefined;
  if (isMany && (scenario !== 'all' || seeds === undefined)) throw new Error('--seeds and --resume go with all');
  if (withAncestors && resumeFile === undefined) throw new Error('--with-ancestors goes with --resume');
  if (values.from !== undefined && scenario !== 'upgrade') throw new Error('--from goes with upgrade');
  const from = values.from ?? 'HEAD^';
  const seed = wholeNumber('--seed', values.seed);
  return { scenario, isJson, isQuick, isTls, seed, seeds, resumeFile, withAncestors, from };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${name} is a whole number`);
  return number;
}

function isScenario(text: string): text is ScenarioName {
  return (SCENARIOS as readonly string[]).includes(text);
}
