import { pause } from '../capacity/capacity-run.ts';
import { waitingEntries } from '../capacity/group-keeper.ts';
import type { Measured } from '../figure.ts';
import { SteadyLoad } from '../latency/steady-load.ts';
import { LoadProcess } from '../load/load-process.ts';
import { CpuWatch, type CpuSeconds } from '../measure/cpu-watch.ts';
import { interleaved } from '../measure/pairs.ts';
import { median, ofRounds } from '../measure/statistics.ts';
import { startPlatform, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';

const FEW = 10;
const MANY = 10_000;
const PAIRS = 5;
const RATE = 5_000;
const ROUND_SECONDS = 10;
const DRAIN_TIMEOUT_MS = 60_000;
const LOOKED_AT = 50;
const APPS = ['db-writer', 'alert-engine', 'ingest-gateway'];

interface Side {
  platform: Platform;
  load: LoadProcess;
  /** Accepted so far. */
  sent: { events: number };
}

/** CPU of one round, µs per event, by process. */
type Round = Readonly<Record<string, number>>;

/**
 * What an event costs where there are many organisations, against few: two platforms side by side, the same rate to one
 * and then the other. Both run all the time, so what organisations cost at rest counts too.
 */
export async function measureScale(context: SuiteContext): Promise<{ figures: Measured[]; notes: string[] }> {
  const { options, onStep } = context;
  const orgCount = options.isQuick ? 100 : (options.orgs ?? MANY);
  const seconds = options.isQuick ? 2 : (options.seconds ?? ROUND_SECONDS);
  const few = await startSide(context, FEW, 'fe10');
  let many: Side | undefined;
  try {
    many = await startSide(context, orgCount, 'fe11');
    const sides = { few, many };
    onStep(`${PAIRS} pairs at ${RATE} events/s`);
    await roundOf(few, seconds);
    await roundOf(many, seconds);
    const pairs = await interleaved(
      options.isQuick ? 1 : PAIRS,
      () => roundOf(sides.many, seconds),
      () => roundOf(sides.few, seconds),
    );
    const ratios = pairs.map(({ first, second }) => sumOf(first) / sumOf(second));
    const parts = Object.keys(pairs[0]?.first ?? {});
    return {
      figures: [
        { name: 'cost_ratio_10000_to_10_organisations', unit: '×', ...ofRounds(ratios) },
        ...parts.map((part) => ({
          name: `${part}_us_per_event`,
          unit: 'µs',
          ...ofRounds(pairs.map(({ first }) => first[part] ?? Number.NaN)),
          baseline: { name: `with ${FEW} µs`, value: median(pairs.map(({ second }) => second[part] ?? Number.NaN)) },
        })),
      ],
      notes: [
        `${orgCount} and ${FEW} organisations (Zipf) at ${RATE} events/s in batches of 100, all work of the platform ` +
          `per event: ${APPS.join(', ')}, Redis and PostgreSQL, also what they do when nothing comes`,
      ],
    };
  } finally {
    for (const side of [few, many]) {
      side?.load.close();
      await side?.platform.close();
    }
  }
}

async function startSide({ options, logDir, onStep }: SuiteContext, orgCount: number, tag: string): Promise<Side> {
  const dir = `${logDir}/${orgCount}`;
  const platform = await startPlatform({ logDir: dir, orgCount, apps: APPS, onStep });
  const load = await LoadProcess.start({
    ...{ seed: options.seed, tag, authorizations: platform.orgs.map(({ authorization }) => authorization) },
    ...{ eventsPerRequest: 100, connections: 8, isKeyed: true, format: 'ndjson' },
  });
  return { platform, load, sent: { events: 0 } };
}

async function roundOf(side: Side, seconds: number): Promise<Round> {
  const { platform, load, sent } = side;
  const watch = watchOf(platform);
  watch.start();
  const steady = new SteadyLoad(load, { port: platform.gatewayPort, eventsPerSecond: RATE });
  await pause(seconds * 1_000);
  const accepted = await steady.stop();
  sent.events += accepted;
  await untilSettled(side);
  return perEvent(watch.stop(), accepted);
}

function watchOf({ stack }: Platform): CpuWatch {
  return new CpuWatch({
    ...Object.fromEntries(APPS.map((app) => [app.replace('-', '_'), () => [stack.app(app).pid]])),
    redis: () => stack.redis?.pids ?? [],
    postgres: () => (stack.postgres === undefined ? [] : [stack.postgres.pid]),
  });
}

function perEvent(cpu: CpuSeconds, accepted: number): Round {
  return Object.fromEntries(Object.entries(cpu).map(([name, seconds]) => [name, (seconds * 1e6) / accepted]));
}

function sumOf(round: Round): number {
  return Object.values(round).reduce((sum, us) => sum + us, 0);
}

/** Stored is what the ledger has of all; whether rules are through is looked at for the busiest, which are the last. */
async function untilSettled({ platform, sent }: Side): Promise<void> {
  const { control, orgs } = platform;
  const endMs = performance.now() + DRAIN_TIMEOUT_MS;
  while (performance.now() < endMs) {
    const [row] = await control.database.query<{ stored: string | null }>(
      'SELECT sum(stored) AS stored FROM ledger_minutes',
    );
    const waiting = await waitingEntries(control.redis, orgs.slice(0, LOOKED_AT));
    if (Number(row?.stored ?? 0) >= sent.events && [...waiting.values()].every((entries) => entries === 0)) return;
    await pause(100);
  }
  throw new Error('the groups did not come to an end of the round');
}
