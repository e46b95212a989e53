import { parseArgs } from 'node:util';

export const SCENARIOS = ['rotation', 'sinks'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

export interface ChaosOptions {
  scenario: ScenarioName;
  isJson: boolean;
  /** Fewer organisations and services. */
  isQuick: boolean;
  /** Nodes and clients speak TLS alone. */
  isTls: boolean;
  seed: number;
}

export const CHAOS_HELP = `npm run chaos -- <scenario> [options]

scenarios   ${SCENARIOS.join(', ')}
--json      print one JSON object as the last line of standard output
--tls       nodes and clients speak TLS alone
--quick     fewer organisations and services
--seed N    another traffic

rotation: on a cluster of three masters and three replicas under load, every password is rotated; meanwhile a master is
killed and comes back after ten seconds as a replica, and a node starts without its users.
sinks: of seven sinks one is down for the whole run and one refuses single items; at the end the forwarder is killed.
`;

/** @throws Error an unknown scenario or option, or a value that cannot be */
export function parseChaosOptions(args: readonly string[]): ChaosOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const [scenario, ...more] = positionals;
  if (scenario === undefined || more.length > 0 || !isScenario(scenario)) {
    throw new Error(`name one scenario of ${SCENARIOS.join(', ')}`);
  }
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed is a whole number');
  return { scenario, isJson: values.json, isQuick: values.quick, isTls: values.tls, seed };
}

function isScenario(text: string): text is ScenarioName {
  return (SCENARIOS as readonly string[]).includes(text);
}
