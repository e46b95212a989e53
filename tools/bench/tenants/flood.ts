import { updateOrganization } from '@redoubt/tenancy';
import { pause } from '../capacity/capacity-run.ts';
import type { Measured } from '../figure.ts';
import { acceptedAtMs } from '../latency/accepted-at.ts';
import { probe, type ProbeTarget } from '../latency/probes.ts';
import { watchSocket } from '../latency/socket-watch.ts';
import { SteadyLoad } from '../latency/steady-load.ts';
import { LoadProcess } from '../load/load-process.ts';
import { interleaved } from '../measure/pairs.ts';
import { median, ofRounds, percentile } from '../measure/statistics.ts';
import { startPlatform, type BenchOrg, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';

const ORGS = 20;
const PAIRS = 5;
/** Of the organisations that keep calm, together. */
const CALM_RATE = 2_000;
const USUAL_RATE = 400;
const FLOOD_RATE = 10 * USUAL_RATE;
const PROBES = 40;
/** More than the distance a feed keeps between two messages, which would be measured otherwise. */
const SPACING_MS = 250;
/** Of an organisation that was granted twice what it usually sends. */
const QUOTA = { eventsPerSecond: 2 * USUAL_RATE, bytesPerSecond: 2_000 * USUAL_RATE, burstSeconds: 1 };
/** Gateways follow a change of quotas within this time. */
const QUOTA_SETTLES_MS = 4_000;
const SETTLE_MS = 1_000;
const APPS = ['db-writer', 'alert-engine', 'dashboard', 'ingest-gateway'];

interface Stage {
  platform: Platform;
  own: BenchOrg;
  send: (count: number, prefix: string) => Promise<ReadonlyMap<string, number>>;
  calm: LoadProcess;
  flooding: LoadProcess;
  probes: number;
}

/** What one organisation saw while another sent at some rate. */
interface Round {
  acceptP99Ms: number;
  alertDelaysMs: number[];
}

/** What other organisations notice when one sends ten times as much as usual: within its quota, and beyond it. */
export async function measureFlood(context: SuiteContext): Promise<{ figures: Measured[]; notes: string[] }> {
  const { options, logDir, onStep } = context;
  const platform = await startPlatform({ logDir: `${logDir}/flood`, orgCount: ORGS, apps: APPS, onStep });
  const loads: LoadProcess[] = [];
  try {
    const [own, wild, ...others] = platform.orgs as [BenchOrg, BenchOrg, ...BenchOrg[]];
    const watch = await watchSocket(platform.stack.dashboardUrl, own.authorization.replace(/^Bearer /, ''));
    const target: ProbeTarget = { gatewayUrl: platform.stack.gatewayUrl, authorization: own.authorization };
    const { seed } = options;
    loads.push(await startLoad(others, { seed, tag: 'f100' }));
    loads.push(await startLoad([wild], { seed, tag: 'f101', isImpatient: true }));
    const [calm, flooding] = loads as [LoadProcess, LoadProcess];
    const probes = options.isQuick ? 10 : PROBES;
    const send: Stage['send'] = async (count, prefix) =>
      (await probe(target, [watch], { count, prefix, spacingMs: SPACING_MS }))[0] ?? new Map();
    const stage: Stage = { platform, own, send, calm, flooding, probes };
    onStep('warming up');
    await roundOf(stage, USUAL_RATE);
    const pairs = (): Promise<Pair[]> =>
      interleaved(
        options.isQuick ? 1 : PAIRS,
        () => roundOf(stage, FLOOD_RATE),
        () => roundOf(stage, USUAL_RATE),
      );
    onStep(`${PAIRS} pairs with and without a flood`);
    const within = await pairs();
    onStep(`the same beyond its quota`);
    await updateOrganization(platform.control, wild.organization.name, { quota: QUOTA });
    await pause(QUOTA_SETTLES_MS);
    const beyond = await pairs();
    await watch.close();
    return { figures: [...figuresOf('flood', within), ...figuresOf('refused_flood', beyond)], notes: [NOTE] };
  } finally {
    for (const load of loads) load.close();
    await platform.close();
  }
}

const NOTE =
  `flood: one of ${ORGS} organisations goes from ${USUAL_RATE} to ${FLOOD_RATE} events/s; the others send ${CALM_RATE} together; ` +
  `refused: its quota is ${QUOTA.eventsPerSecond} events/s, and it does not wait when told to; ` +
  'accept: their batches of 50; alert: single events of one of them, each opening an alert, seen by socket.io';

function startLoad(
  orgs: readonly BenchOrg[],
  { seed, tag, isImpatient = false }: { seed: number; tag: string; isImpatient?: boolean },
): Promise<LoadProcess> {
  return LoadProcess.start({
    ...{ seed, tag, authorizations: orgs.map(({ authorization }) => authorization) },
    ...{ eventsPerRequest: 50, connections: 8, isKeyed: true, format: 'ndjson', isImpatient },
  });
}

interface Pair {
  first: Round;
  second: Round;
}

let rounds = 0;

async function roundOf({ platform, own, send, calm, flooding, probes }: Stage, rate: number): Promise<Round> {
  const port = platform.gatewayPort;
  const prefix = `round-${(rounds += 1)}`;
  const others = new SteadyLoad(calm, { port, eventsPerSecond: CALM_RATE });
  const wild = new SteadyLoad(flooding, { port, eventsPerSecond: rate });
  await pause(SETTLE_MS);
  const seen = await send(probes, prefix);
  await wild.stop();
  const { latencyMs } = await others.end();
  const accepted = await acceptedAtMs(platform, own);
  const alertDelaysMs = [...seen].map(([asset, atMs]) => atMs - (accepted.get(asset) ?? Number.NaN));
  return { acceptP99Ms: latencyMs.p99, alertDelaysMs };
}

function figuresOf(name: string, pairs: readonly Pair[]): Measured[] {
  const pooled = (pick: 'first' | 'second'): number =>
    percentile(
      pairs.flatMap((pair) => pair[pick].alertDelaysMs),
      0.99,
    );
  const accept = pairs.map(({ first, second }) => first.acceptP99Ms / second.acceptP99Ms - 1);
  return [
    { name: `${name}_accept_p99_change`, unit: '', ...ofRounds(accept) },
    {
      name: `${name}_accept_p99_ms`,
      unit: 'ms',
      ...ofRounds(pairs.map(({ first }) => first.acceptP99Ms)),
      baseline: { name: 'without flood ms', value: median(pairs.map(({ second }) => second.acceptP99Ms)) },
    },
    { name: `${name}_alert_p99_change`, unit: '', value: pooled('first') / pooled('second') - 1 },
    {
      name: `${name}_alert_p99_ms`,
      unit: 'ms',
      value: pooled('first'),
      baseline: { name: 'without flood ms', value: pooled('second') },
    },
  ];
}
