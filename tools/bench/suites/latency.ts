import type { Measured, SuiteResult } from '../figure.ts';
import { acceptedAtMs } from '../latency/accepted-at.ts';
import type { AlertWatch } from '../latency/alert-watch.ts';
import { watchBrowser } from '../latency/browser-watch.ts';
import { probe } from '../latency/probes.ts';
import { watchSocket } from '../latency/socket-watch.ts';
import { SteadyLoad } from '../latency/steady-load.ts';
import { LoadProcess } from '../load/load-process.ts';
import { median, percentile } from '../measure/statistics.ts';
import { startPlatform, type BenchOrg, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';

const RATE = 5_000;
const WARM_UP_MS = 5_000;
/** Less often than the ten times a second at which an organisation's feed sends at most: those would wait for each other. */
const PROBES_PER_SECOND = 4;
const APPS = ['db-writer', 'alert-engine', 'dashboard', 'ingest-gateway'];

/** From the accept of an event to its alert at a subscriber, on an empty pipeline and under load of other tenants. */
export async function runLatency(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const platform = await startPlatform({ logDir, orgCount: options.isQuick ? 3 : 20, apps: APPS, onStep });
  const watches: [string, AlertWatch][] = [];
  let load: LoadProcess | undefined;
  try {
    const [own, ...others] = platform.orgs as [BenchOrg, ...BenchOrg[]];
    const key = own.authorization.replace(/^Bearer /, '');
    watches.push(['socket', await watchSocket(platform.stack.dashboardUrl, key)]);
    watches.push(['browser', await watchBrowser(platform, own)]);
    const target = { gatewayUrl: platform.stack.gatewayUrl, authorization: own.authorization };
    const seen = watches.map(([, watch]) => watch);
    const send = (count: number, prefix: string) =>
      probe(target, seen, { count, prefix, spacingMs: 1_000 / PROBES_PER_SECOND });
    const count = options.isQuick ? 10 : (options.seconds ?? 60) * PROBES_PER_SECOND;
    onStep('empty pipeline');
    await send(10, 'first');
    const empty = await send(count, 'empty');
    load = await startLoad(others, options.seed);
    onStep(`${RATE} events/s of other organisations`);
    const loaded = await underLoad(platform, load, () => send(count, 'loaded'));
    const accepted = await acceptedAtMs(platform, own);
    const delays = (seen: ReadonlyMap<string, number> | undefined): number[] =>
      [...(seen ?? [])].map(([asset, atMs]) => atMs - (accepted.get(asset) ?? Number.NaN));
    return {
      figures: watches.flatMap(([name], i) => figuresOf(name, delays(loaded.result[i]), delays(empty[i]))),
      notes: [
        `${count} probes, ${PROBES_PER_SECOND} a second, each opening an alert; ${Math.round(loaded.rate)} events/s were accepted meanwhile`,
        'delay: from the accept time of the event to its arrival, on one clock',
      ],
      failures: [],
    };
  } finally {
    load?.close();
    for (const [, watch] of watches) await watch.close();
    await platform.close();
  }
}

function startLoad(orgs: readonly BenchOrg[], seed: number): Promise<LoadProcess> {
  const authorizations = orgs.map(({ authorization }) => authorization);
  return LoadProcess.start({
    ...{ seed, tag: '1a7e', authorizations },
    ...{ eventsPerRequest: 50, connections: 8, isKeyed: false, format: 'ndjson' },
  });
}

async function underLoad<T>(
  platform: Platform,
  load: LoadProcess,
  work: () => Promise<T>,
): Promise<{ result: T; rate: number }> {
  const startedMs = performance.now();
  const steady = new SteadyLoad(load, { port: platform.gatewayPort, eventsPerSecond: RATE });
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  const result = await work();
  const accepted = await steady.stop();
  return { result, rate: (accepted * 1_000) / (performance.now() - startedMs) };
}

function figuresOf(name: string, loaded: readonly number[], empty: readonly number[]): Measured[] {
  const baseline = { name: 'empty pipeline, median ms', value: median(empty) };
  return [
    { name: `accept_to_${name}_p50_ms`, value: percentile(loaded, 0.5), unit: 'ms', baseline },
    { name: `accept_to_${name}_p99_ms`, value: percentile(loaded, 0.99), unit: 'ms', baseline },
    { name: `accept_to_${name}_empty_p99_ms`, value: percentile(empty, 0.99), unit: 'ms' },
  ];
}
