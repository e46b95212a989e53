import type { RedisClient } from '@redoubt/redis';
import { jsonParseUs } from '../baselines/json-parse.ts';
import { rawXadd } from '../baselines/raw-xadd.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { readAcceptedLedger } from '../judge/accepted-ledger.ts';
import { makeEventLines } from '../load/event-lines.ts';
import { LoadProcess } from '../load/load-process.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { loadRound, perCoreSecond, usPerEvent, type LoadRound } from '../measure/load-round.ts';
import { interleaved } from '../measure/pairs.ts';
import { median, ofRounds } from '../measure/statistics.ts';
import { emptyStreams } from '../load/empty-streams.ts';
import { startPlatform, type Platform } from '../platform.ts';
import { BaselineServer } from '../servers/baseline-server.ts';
import { FLOOR_STREAMS, floorStream } from '../servers/floor-streams.ts';
import type { SuiteContext } from '../suite-context.ts';

const PAIRS = 5;
/** Where baselines lay when the goals were set; outside of it the machine or the load is another. */
const FLOOR_US = { from: 3.5, to: 6 };
const EXPRESS_US = { from: 60, to: 100 };

interface Stage {
  context: SuiteContext;
  platform: Platform;
  durationMs: number;
  pairs: number;
  /** Everything accepted by the gateway so far. */
  accepted: number;
  failures: string[];
}

/** What the gateway costs, beside the least a server could do: batches of 100, batches of 10, single events. */
export async function runIngest(context: SuiteContext): Promise<SuiteResult> {
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
    const stage: Stage = {
      context,
      platform,
      durationMs,
      pairs: options.isQuick ? 1 : PAIRS,
      accepted: 0,
      failures: [],
    };
    const { figures, notes } = await measureAll(stage);
    const orgs = platform.orgs;
    const ledger = await readAcceptedLedger(platform.control.redis, orgs, { fromMs: startedMs, toMs: Date.now() });
    const entered = ledger.reduce((sum, count) => sum + count, 0);
    if (entered !== stage.accepted) {
      stage.failures.push(`the gateway answered ${stage.accepted} events as accepted, its ledger has ${entered}`);
    }
    return { figures, notes, failures: stage.failures };
  } finally {
    await platform.close();
  }
}

async function measureAll(stage: Stage): Promise<{ figures: Measured[]; notes: string[] }> {
  const { platform, context } = stage;
  const lines = makeEventLines(20_000, context.options.seed);
  const jsonParse = jsonParseUs(lines);
  context.onStep('baseline: raw XADD of the same frames');
  const xadd = await rawXadd(lines, redisOf(platform), context.options.isQuick ? 2 : 40);
  const batches = await measureBatches(stage);
  const tens = await measureTens(stage);
  const singles = await measureSingles(stage);
  const bytes = lines.reduce((sum, line) => sum + line.json.length, 0) / lines.length;
  return {
    figures: [
      ...batches.figures,
      ...tens,
      ...singles.figures,
      { name: 'json_parse_us_per_event', value: jsonParse, unit: 'µs' },
      { name: 'raw_xadd_client_us_per_event', value: xadd.clientUs, unit: 'µs' },
      { name: 'raw_xadd_redis_us_per_event', value: xadd.redisUs, unit: 'µs' },
    ],
    notes: [
      `events of ${Math.round(bytes)} bytes of JSON on average, ${platform.orgs.length} organisations (Zipf), ` +
        'an Idempotency-Key on every batch, durability: master (no replicas), appendfsync everysec',
      ...batches.notes,
      ...singles.notes,
    ],
  };
}

async function measureBatches(stage: Stage): Promise<{ figures: Measured[]; notes: string[] }> {
  const { platform, context } = stage;
  const load = await startLoad(stage, { eventsPerRequest: 100, connections: 16, isKeyed: true, tag: 'ba00' });
  const floor = await BaselineServer.start('floor-server.ts', context.logDir, {
    REDIS_NODES: platform.stack.redisNodes,
    ...loginEnv(platform),
  });
  const watch = watchOf(platform, load, floor);
  const gatewayRound = () => gatewayRoundOf(stage, load, watch);
  const floorRound = async (): Promise<LoadRound> => {
    const round = await loadRound(load, { port: floor.port, durationMs: stage.durationMs }, watch);
    await forgetFloorStreams(platform.control.redis);
    return round;
  };
  try {
    context.onStep('warming up');
    await gatewayRound();
    await floorRound();
    context.onStep(`batches of 100: ${stage.pairs} pairs with the floor server`);
    const pairs = await interleaved(stage.pairs, gatewayRound, floorRound);
    return batchFigures(pairs.map((pair) => ({ gateway: pair.first, floor: pair.second })));
  } finally {
    load.close();
    await floor.stop();
  }
}

function batchFigures(pairs: readonly { gateway: LoadRound; floor: LoadRound }[]) {
  const gateway = pairs.map((pair) => pair.gateway);
  const floorUs = median(pairs.map((pair) => usPerEvent(pair.floor, 'server')));
  const gatewayUs = ofRounds(gateway.map((round) => usPerEvent(round, 'gateway')));
  const figures: Measured[] = [
    {
      name: 'accepted_events_per_core_second',
      unit: 'events/s',
      ...ofRounds(gateway.map((round) => perCoreSecond(round, 'gateway'))),
      baseline: { name: 'floor server', value: 1e6 / floorUs },
    },
    {
      name: 'ratio_to_floor_server',
      unit: '×',
      ...ofRounds(pairs.map((pair) => usPerEvent(pair.floor, 'server') / usPerEvent(pair.gateway, 'gateway'))),
    },
    { name: 'gateway_us_per_event', unit: 'µs', ...gatewayUs, baseline: { name: 'floor server µs', value: floorUs } },
    {
      name: 'redis_us_per_event',
      unit: 'µs',
      ...ofRounds(gateway.map((round) => usPerEvent(round, 'redis'))),
      baseline: { name: 'floor µs', value: median(pairs.map((pair) => usPerEvent(pair.floor, 'redis'))) },
    },
    {
      name: 'generator_us_per_event',
      unit: 'µs',
      ...ofRounds(gateway.map((round) => usPerEvent(round, 'generator'))),
    },
    {
      name: 'accepted_events_per_second',
      unit: 'events/s',
      ...ofRounds(gateway.map((round) => round.result.accepted / round.wallSeconds)),
      baseline: {
        name: 'floor server',
        value: median(pairs.map(({ floor }) => floor.result.accepted / floor.wallSeconds)),
      },
    },
    { name: 'batch_p50_ms', unit: 'ms', ...ofRounds(gateway.map((round) => round.result.latencyMs.p50)) },
    { name: 'batch_p99_ms', unit: 'ms', ...ofRounds(gateway.map((round) => round.result.latencyMs.p99)) },
  ];
  return { figures, notes: outside('the floor server', floorUs, FLOOR_US) };
}

async function measureTens(stage: Stage): Promise<Measured[]> {
  const load = await startLoad(stage, { eventsPerRequest: 10, connections: 32, isKeyed: true, tag: 'ba01' });
  const watch = watchOf(stage.platform, load);
  try {
    stage.context.onStep('batches of 10');
    const rounds: LoadRound[] = [];
    for (let i = 0; i < Math.min(3, stage.pairs); i++) rounds.push(await gatewayRoundOf(stage, load, watch));
    return [
      {
        name: 'frames_of_10_events_per_core_second',
        unit: 'events/s',
        ...ofRounds(rounds.map((round) => perCoreSecond(round, 'gateway'))),
      },
      {
        name: 'frames_of_10_redis_us_per_event',
        unit: 'µs',
        ...ofRounds(rounds.map((round) => usPerEvent(round, 'redis'))),
      },
    ];
  } finally {
    load.close();
  }
}

async function measureSingles(stage: Stage): Promise<{ figures: Measured[]; notes: string[] }> {
  const { context } = stage;
  const load = await startLoad(stage, { eventsPerRequest: 1, connections: 64, isKeyed: false, tag: 'ba02' });
  const express = await BaselineServer.start('express-server.ts', context.logDir);
  const watch = watchOf(stage.platform, load, express);
  const gatewayRound = () => gatewayRoundOf(stage, load, watch);
  const expressRound = () => loadRound(load, { port: express.port, durationMs: stage.durationMs }, watch);
  try {
    context.onStep(`single events: ${stage.pairs} pairs with express.json`);
    await gatewayRound();
    await expressRound();
    const pairs = await interleaved(stage.pairs, gatewayRound, expressRound);
    const expressUs = median(pairs.map((pair) => usPerEvent(pair.second, 'server')));
    const gateway = pairs.map((pair) => pair.first);
    const figures: Measured[] = [
      {
        name: 'single_request_ratio_to_express',
        unit: '×',
        ...ofRounds(pairs.map(({ first, second }) => usPerEvent(second, 'server') / usPerEvent(first, 'gateway'))),
      },
      {
        name: 'single_request_us',
        unit: 'µs',
        ...ofRounds(gateway.map((round) => usPerEvent(round, 'gateway'))),
        baseline: { name: 'express.json µs', value: expressUs },
      },
      {
        name: 'single_request_redis_us',
        unit: 'µs',
        ...ofRounds(gateway.map((round) => usPerEvent(round, 'redis'))),
      },
    ];
    return { figures, notes: outside('express.json', expressUs, EXPRESS_US) };
  } finally {
    load.close();
    await express.stop();
  }
}

async function gatewayRoundOf(stage: Stage, load: LoadProcess, watch: CpuWatch): Promise<LoadRound> {
  const { platform, durationMs, failures } = stage;
  const round = await loadRound(load, { port: platform.gatewayPort, durationMs }, watch);
  stage.accepted += round.result.accepted;
  if (round.result.refused > 0) failures.push(`${round.result.refused} events were refused`);
  await emptyStreams(platform.control.redis, platform.orgs);
  return round;
}

function startLoad(
  stage: Stage,
  plan: { eventsPerRequest: number; connections: number; isKeyed: boolean; tag: string },
): Promise<LoadProcess> {
  const authorizations = stage.platform.orgs.map((org) => org.authorization);
  const format = plan.eventsPerRequest === 1 ? 'json' : 'ndjson';
  return LoadProcess.start({ ...plan, format, authorizations, seed: stage.context.options.seed });
}

function watchOf({ stack }: Platform, load: LoadProcess, server?: BaselineServer): CpuWatch {
  return new CpuWatch({
    gateway: () => [stack.app('ingest-gateway').pid],
    redis: () => stack.redis?.pids ?? [],
    generator: () => [load.pid],
    ...(server === undefined ? {} : { server: () => [server.pid] }),
  });
}

function redisOf({ stack }: Platform) {
  const address = stack.redisNodes.split(',')[0] as string;
  return { address, login: stack.adminLogin() ?? {}, redisPids: () => stack.redis?.pids ?? [] };
}

function loginEnv({ stack }: Platform): Record<string, string> {
  const login = stack.adminLogin();
  return login === undefined ? {} : { REDIS_USERNAME: login.username, REDIS_PASSWORD: login.password };
}

async function forgetFloorStreams(redis: RedisClient): Promise<void> {
  const keys = Array.from({ length: FLOOR_STREAMS }, (_, index) => floorStream(index));
  await redis.batch(keys.map((key) => ({ name: 'UNLINK', key, args: [key], retry: 'free' as const })));
}

function outside(what: string, us: number, { from, to }: { from: number; to: number }): string[] {
  const text = us.toFixed(2);
  return us >= from && us <= to ? [] : [`${what} costs ${text} µs here; it used to lie between ${from} and ${to} µs`];
}
