import { updateOrganization } from '@redoubt/tenancy';
import {
  EVENTS_PER_ENTRY,
  pause,
  runCapacity,
  startCapacityLoad,
  sustainedPerSecond,
  untilDrained,
} from '../capacity/capacity-run.ts';
import { waitingEntries } from '../capacity/group-keeper.ts';
import { startWholePlatform, type WholePlatform } from '../capacity/whole-platform.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { judgeStoredIds } from '../judge/stored-ids.ts';
import { SteadyLoad } from '../latency/steady-load.ts';
import type { LoadResult } from '../load/load-plan.ts';
import { LoadProcess } from '../load/load-process.ts';
import type { SuiteContext } from '../suite-context.ts';

const [CAPACITY_TAG, FLOOD_TAG] = ['0e10', '0e11'];
const ORGS = 20;
const TIMES = 5;
const SECONDS = 300;
const CAPACITY_SECONDS = 60;
const CONNECTIONS = 64;
const BATCH = 100;
const BYTES_PER_EVENT = 2_000;
/** Gateways follow a change of quotas within this time. */
const QUOTA_SETTLES_MS = 4_000;

/** What five times as much as the platform can take does to it, from senders who do not wait when told to. */
export async function runOverload(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const platform = await startWholePlatform({ logDir, orgCount: ORGS, tag: CAPACITY_TAG, onStep });
  const loads: LoadProcess[] = [];
  try {
    const capacity = await measureCapacity(context, platform, loads);
    const granted = await grant(platform, capacity);
    const load = await LoadProcess.start({
      ...{ seed: options.seed, tag: FLOOD_TAG, authorizations: platform.orgs.map((org) => org.authorization) },
      ...{ eventsPerRequest: BATCH, connections: CONNECTIONS, isKeyed: true, format: 'ndjson', isImpatient: true },
    });
    loads.push(load);
    const seconds = options.isQuick ? 5 : (options.seconds ?? SECONDS);
    onStep(`${Math.round(TIMES * granted)} events/s for ${seconds} s`);
    const steady = new SteadyLoad(load, { port: platform.gatewayPort, eventsPerSecond: TIMES * granted });
    await pause(seconds * 1_000);
    const result = await steady.end();
    const recoverySeconds = await secondsToRecover(platform);
    await untilDrained(platform);
    const sent = { tag: FLOOD_TAG, accepted: result.ranges, unanswered: result.unanswered };
    onStep('comparing ids');
    const verdict = await judgeStoredIds(platform.control.database, platform.orgs, sent);
    const { lost, duplicated } = verdict;
    // All other rows are of the stretch before.
    const storedUnasked = verdict.phantom - capacity.result.accepted;
    return {
      figures: figuresOf({ result, seconds, granted, recoverySeconds, lost, duplicated }),
      notes: [
        `capacity: ${Math.round(capacity.perSecond)} events/s that all groups keep up with on this machine; quotas of ${ORGS} organisations add up to it; ` +
          `offered: ${TIMES} times as much in batches of 100 over ${CONNECTIONS} connections, generator on the same cores`,
      ],
      failures:
        lost + duplicated + storedUnasked > 0
          ? [`lost ${lost}, duplicated ${duplicated}, turned away and stored ${storedUnasked}`]
          : [],
    };
  } finally {
    for (const load of loads) load.close();
    await platform.close();
  }
}

interface Capacity {
  perSecond: number;
  result: LoadResult;
}

async function measureCapacity(
  { options, onStep }: SuiteContext,
  platform: WholePlatform,
  loads: LoadProcess[],
): Promise<Capacity> {
  const load = await startCapacityLoad(platform, options.seed, CAPACITY_TAG);
  loads.push(load);
  const seconds = options.isQuick ? 3 : CAPACITY_SECONDS;
  const { window, result } = await runCapacity(platform, load, { seconds, isQuick: options.isQuick, onStep });
  return { perSecond: sustainedPerSecond(window), result };
}

/** To each organisation its part of the capacity, as it sent before, and no less than a batch. @returns events/s of all */
async function grant({ control, orgs }: WholePlatform, { perSecond, result }: Capacity): Promise<number> {
  let granted = 0;
  const events = orgs.map(() => 0);
  for (let i = 0; i < result.ranges.length; i += 3) {
    const org = result.ranges[i] as number;
    events[org] = (events[org] ?? 0) + (result.ranges[i + 2] as number);
  }
  for (const [index, { organization }] of orgs.entries()) {
    const share = (events[index] ?? 0) / result.accepted;
    const eventsPerSecond = Math.max(BATCH, Math.round(share * perSecond));
    granted += eventsPerSecond;
    const quota = { eventsPerSecond, bytesPerSecond: eventsPerSecond * BYTES_PER_EVENT, burstSeconds: 1 };
    await updateOrganization(control, organization.name, { quota });
  }
  await pause(QUOTA_SETTLES_MS);
  return granted;
}

async function secondsToRecover({ control, orgs }: WholePlatform): Promise<number> {
  const startedMs = performance.now();
  const isBehind = async (): Promise<boolean> =>
    Math.max(...(await waitingEntries(control.redis, orgs)).values()) * EVENTS_PER_ENTRY > 100;
  while (await isBehind()) await pause(100);
  return (performance.now() - startedMs) / 1_000;
}

function figuresOf(run: {
  result: LoadResult;
  seconds: number;
  /** Quotas together, events/s. */
  granted: number;
  recoverySeconds: number;
  lost: number;
  duplicated: number;
}): Measured[] {
  const { result, seconds, granted, recoverySeconds, lost, duplicated } = run;
  const { turnedAway, accepted, latencyMs } = result;
  const acceptedPerSecond = accepted / seconds;
  return [
    {
      name: 'accepted_to_capacity',
      value: acceptedPerSecond / granted,
      unit: '×',
    },
    { name: 'offered_events_per_second', value: (accepted + turnedAway.events) / seconds, unit: 'events/s' },
    { name: 'accepted_p99_ms', value: latencyMs.p99, unit: 'ms' },
    { name: 'turned_away_p99_ms', value: turnedAway.latencyMs.p99, unit: 'ms' },
    { name: 'turned_away_without_retry_after', value: turnedAway.unadvised, unit: 'requests' },
    { name: 'recovery_seconds', value: recoverySeconds, unit: 's' },
    { name: 'turned_away', value: turnedAway.events, unit: 'events' },
    { name: 'lost', value: lost, unit: 'events' },
    { name: 'duplicated', value: duplicated, unit: 'events' },
  ];
}
