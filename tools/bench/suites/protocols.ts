import { toError } from '@redoubt/contracts';
import type { Measured, SuiteResult } from '../figure.ts';
import { readAcceptedLedger } from '../judge/accepted-ledger.ts';
import { emptyStreams } from '../load/empty-streams.ts';
import type { LoadFormatName } from '../load/load-format.ts';
import { LoadProcess } from '../load/load-process.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { loadRound, perCoreSecond, usPerEvent, type LoadRound } from '../measure/load-round.ts';
import { interleaved } from '../measure/pairs.ts';
import { median, ofRounds } from '../measure/statistics.ts';
import { startPlatform, type Platform } from '../platform.ts';
import { runForwarding } from '../protocols/forwarding.ts';
import { runSyslog } from '../protocols/syslog.ts';
import type { SuiteContext } from '../suite-context.ts';

const PAIRS = 5;

/** Protocols of the gateway that are compared with `POST /v1/events` on NDJSON. */
const HTTP_PROTOCOLS = [
  { name: 'hec', format: 'hec' },
  { name: 'bulk', format: 'bulk' },
] as const satisfies readonly { name: string; format: LoadFormatName }[];

interface Stage {
  context: SuiteContext;
  platform: Platform;
  durationMs: number;
  pairs: number;
  /** Everything accepted by the gateway so far. */
  accepted: number;
  failures: string[];
}

const PARTS = { http: runHttp, syslog: runSyslog, forwarding: runForwarding };

/** What protocols cost: those of the gateway over HTTP beside NDJSON, syslog beside rsyslog, and forwarding. */
export async function runProtocols(context: SuiteContext): Promise<SuiteResult> {
  const parts: SuiteResult[] = [];
  for (const [name, run] of Object.entries(PARTS)) parts.push(await run(context).catch(failedPart(name)));
  return {
    figures: parts.flatMap(({ figures }) => figures),
    notes: parts.flatMap(({ notes }) => notes),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

/** One that fails does not take the figures of the others along. */
function failedPart(name: string): (thrown: unknown) => SuiteResult {
  return (thrown) => ({ figures: [], notes: [], failures: [`${name}: ${toError(thrown).message}`] });
}

/** The same events in batches of 100, in turns with NDJSON. */
async function runHttp(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const startedMs = Date.now();
  const platform = await startPlatform({
    logDir,
    orgCount: options.isQuick ? 10 : 100,
    apps: ['ingest-gateway'],
    onStep,
    ...(options.profileDir === undefined ? {} : { profileDir: options.profileDir }),
  });
  try {
    const durationMs = options.isQuick ? 300 : (options.seconds ?? 3) * 1_000;
    const pairs = options.isQuick ? 1 : PAIRS;
    const stage: Stage = { context, platform, durationMs, pairs, accepted: 0, failures: [] };
    const figures: Measured[] = [];
    for (const protocol of HTTP_PROTOCOLS) figures.push(...(await measureHttp(stage, protocol)));
    const range = { fromMs: startedMs, toMs: Date.now() };
    const ledger = await readAcceptedLedger(platform.control.redis, platform.orgs, range);
    const entered = ledger.reduce((sum, count) => sum + count, 0);
    if (entered !== stage.accepted) {
      stage.failures.push(`the gateway answered ${stage.accepted} events as accepted, its ledger has ${entered}`);
    }
    return { figures, notes: [NOTE], failures: stage.failures };
  } finally {
    await platform.close();
  }
}

const NOTE =
  'batches of 100 over 16 connections; HEC with time, host, source and sourcetype in front of each event, bulk with ' +
  "an action before each document and Filebeat's filter_path; durability: master (no replicas)";

async function measureHttp(
  stage: Stage,
  { name, format }: { name: string; format: LoadFormatName },
): Promise<Measured[]> {
  const ndjson = await startLoad(stage, 'ndjson', 'ba10');
  const load = await startLoad(stage, format, 'ba11');
  const round = (of: LoadProcess) => () => roundOf(stage, of);
  try {
    stage.context.onStep(`${name}: ${stage.pairs} pairs with NDJSON`);
    await round(ndjson)();
    await round(load)();
    const pairs = await interleaved(stage.pairs, round(load), round(ndjson));
    const rounds = pairs.map((pair) => pair.first);
    const baseline = median(pairs.map((pair) => perCoreSecond(pair.second, 'gateway')));
    return [
      {
        name: `${name}_events_per_core_second`,
        unit: 'events/s',
        ...ofRounds(rounds.map((one) => perCoreSecond(one, 'gateway'))),
        baseline: { name: 'NDJSON', value: baseline },
      },
      {
        name: `${name}_ratio_to_ndjson`,
        unit: '×',
        ...ofRounds(pairs.map(({ first, second }) => usPerEvent(second, 'gateway') / usPerEvent(first, 'gateway'))),
      },
      {
        name: `${name}_events_per_second`,
        unit: 'events/s',
        ...ofRounds(rounds.map((one) => one.result.accepted / one.wallSeconds)),
        baseline: {
          name: 'NDJSON',
          value: median(pairs.map(({ second }) => second.result.accepted / second.wallSeconds)),
        },
      },
    ];
  } finally {
    ndjson.close();
    load.close();
  }
}

async function roundOf(stage: Stage, load: LoadProcess): Promise<LoadRound> {
  const { platform, durationMs, failures } = stage;
  const watch = new CpuWatch({
    gateway: () => [platform.stack.app('ingest-gateway').pid],
    redis: () => platform.stack.redis?.pids ?? [],
    generator: () => [load.pid],
  });
  const round = await loadRound(load, { port: platform.gatewayPort, durationMs }, watch);
  stage.accepted += round.result.accepted;
  if (round.result.refused > 0) failures.push(`${round.result.refused} events were refused`);
  await emptyStreams(platform.control.redis, platform.orgs);
  return round;
}

function startLoad({ platform, context }: Stage, format: LoadFormatName, tag: string): Promise<LoadProcess> {
  const authorizations = platform.orgs.map((org) => org.authorization);
  const plan = { eventsPerRequest: 100, connections: 16, isKeyed: false, tag };
  return LoadProcess.start({ ...plan, format, authorizations, seed: context.options.seed });
}
