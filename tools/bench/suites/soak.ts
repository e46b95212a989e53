import { EVENTS_PER_ENTRY, pause, startCapacityLoad, untilDrained } from '../capacity/capacity-run.ts';
import { GroupKeeper } from '../capacity/group-keeper.ts';
import { READERS, startWholePlatform, type WholePlatform } from '../capacity/whole-platform.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { judgeStoredIds } from '../judge/stored-ids.ts';
import type { LoadProcess } from '../load/load-process.ts';
import { CORPUS_MISSING } from '../rules/corpus.ts';
import { readVitals, slopePerMinute, type Vitals } from '../soak/vitals.ts';
import type { SuiteContext } from '../suite-context.ts';

const TAG = '50a1';
const RATE = 15_000;
const SECONDS = 600;
const SAMPLE_MS = 5_000;
/** Caches and heaps fill up before growth means anything. */
const WARM_UP_SHARE = 0.3;
const MOST_WAITING_ENTRIES = 700;
const SERVICES = ['ingest-gateway', ...READERS] as const;

/** Whether anything grows that should not, at a steady rate of the whole platform. */
export async function runSoak(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const orgCount = options.isQuick ? 10 : 100;
  const platform = await startWholePlatform({ logDir, orgCount, tag: TAG, onStep });
  let load: LoadProcess | undefined;
  try {
    load = await startCapacityLoad(platform, options.seed, TAG);
    const seconds = options.isQuick ? 10 : (options.seconds ?? SECONDS);
    const rate = options.rate ?? RATE;
    const keeper = new GroupKeeper(
      { redis: platform.control.redis, load, orgs: platform.orgs },
      { mostEntries: MOST_WAITING_ENTRIES, eventsPerEntry: EVENTS_PER_ENTRY, mostPerSecond: rate },
    );
    load.begin(platform.gatewayPort, 0);
    keeper.start();
    const vitals = await watch(platform, seconds, onStep);
    load.throwIfFailed();
    await keeper.stop();
    const result = await load.end();
    onStep('comparing ids');
    await untilDrained(platform);
    const sent = { tag: TAG, accepted: result.ranges, unanswered: result.unanswered };
    const verdict = await judgeStoredIds(platform.control.database, platform.orgs, sent);
    const { lost, duplicated, phantom } = verdict;
    const counts = Object.entries({ accepted: result.accepted, lost, duplicated, phantom });
    return {
      figures: [...figuresOf(vitals), ...counts.map(([name, value]) => ({ name, value, unit: 'events' }))],
      notes: [
        `${seconds} s at ${rate} events/s or what all groups keep up with, growth judged in the last ${100 - WARM_UP_SHARE * 100} %`,
        ...(platform.ruleCount === undefined ? [CORPUS_MISSING] : []),
      ],
      failures: lost + duplicated + phantom > 0 ? [`lost ${lost}, duplicated ${duplicated}, phantom ${phantom}`] : [],
    };
  } finally {
    load?.close();
    await platform.close();
  }
}

async function watch(platform: WholePlatform, seconds: number, onStep: (text: string) => void): Promise<Vitals[]> {
  const pids = new Map(SERVICES.map((app) => [app.replace('-', '_'), platform.stack.app(app).pid]));
  const endMs = performance.now() + seconds * 1_000;
  const all: Vitals[] = [];
  for (let minute = -1; performance.now() < endMs;) {
    all.push(await readVitals(platform.control, pids));
    const now = Math.floor((seconds * 1_000 - (endMs - performance.now())) / 60_000);
    if (now > minute) onStep(`minute ${now + 1} of ${Math.ceil(seconds / 60)}`);
    minute = now;
    await pause(Math.min(SAMPLE_MS, seconds * 100));
  }
  all.push(await readVitals(platform.control, pids));
  return all;
}

function figuresOf(vitals: readonly Vitals[]): Measured[] {
  const [first, last] = [vitals[0] as Vitals, vitals.at(-1) as Vitals];
  const warm = vitals.filter(({ atMs }) => atMs >= first.atMs + (last.atMs - first.atMs) * WARM_UP_SHARE);
  const slope = (pick: (one: Vitals) => number): number =>
    slopePerMinute(warm.map((one) => ({ atMs: one.atMs, value: pick(one) })));
  const processes = [...first.processes.keys()].flatMap((name): Measured[] => {
    const of = (one: Vitals) => one.processes.get(name) ?? { rssMb: Number.NaN, handles: Number.NaN };
    return [
      { name: `${name}_rss_mb`, value: Math.max(...warm.map((one) => of(one).rssMb)), unit: 'MB' },
      { name: `${name}_rss_slope`, value: slope((one) => of(one).rssMb), unit: 'MB/min' },
      { name: `${name}_handles_slope`, value: slope((one) => of(one).handles), unit: '/min' },
    ];
  });
  const events = last.storedEvents - first.storedEvents;
  return [
    { name: 'events_per_second', value: (events * 1_000) / (last.atMs - first.atMs), unit: 'events/s' },
    ...processes,
    { name: 'redis_mb', value: Math.max(...warm.map(({ redisMb }) => redisMb)), unit: 'MB' },
    { name: 'redis_slope', value: slope(({ redisMb }) => redisMb), unit: 'MB/min' },
    { name: 'redis_clients_slope', value: slope(({ redisClients }) => redisClients), unit: '/min' },
    {
      name: 'postgres_bytes_per_event',
      value: ((last.postgresMb - first.postgresMb) * 1024 * 1024) / events,
      unit: 'bytes',
    },
  ];
}
