import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLogLines } from '../../traffic/log-replay.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { LoadProcess } from '../load/load-process.ts';
import { RedisMemory } from '../measure/redis-memory.ts';
import { startPlatform, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';

/** The one of the first goal; the others are added for the whole. */
const GROUP = 'db_writer';
const OTHER_GROUPS = ['alert_engine', 'ml_engine', 'siem_forwarder'];
const SAMPLES = join(process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'samples');
const SAMPLE_LOGS = ['OpenSSH_2k.log', 'Apache_2k.log'];
/** The two logs, this often over. */
const SAMPLE_ROUNDS = 25;
const FRAMES = 2_000;
const LONE_EVENTS = 50_000;

interface Shape {
  eventsPerRequest: number;
  connections: number;
  tag: string;
  events: number;
}

/** Bytes in Redis for events that were accepted, delivered to a group and not acknowledged yet. */
interface Held {
  jsonBytes: number;
  dedupKeys: number;
  /** Streams with what stands beside them (ledger), as the allocator counts. */
  streamBytes: number;
  /** Pending list of one group. */
  pendingBytes: number;
  dedupBytes: number;
  /** Streams and pending list as MEMORY USAGE estimates them. */
  usageBytes: number;
}

/** What an event takes in Redis: in frames of 100, and alone. */
export async function runMemory(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const size = options.isQuick ? 0.1 : 1;
  const platform = await startPlatform({
    logDir,
    orgCount: options.isQuick ? 10 : 100,
    apps: ['ingest-gateway'],
    onStep,
  });
  try {
    onStep('frames of 100');
    const frames = { eventsPerRequest: 100, connections: 8, tag: 'b0c0', events: FRAMES * 100 * size };
    const framed = await fill(platform, options.seed, frames);
    onStep('lone events');
    const alone = { eventsPerRequest: 1, connections: 64, tag: 'b0c1', events: LONE_EVENTS * size };
    const lone = await fill(platform, options.seed, alone);
    onStep('four groups');
    const mixed = { eventsPerRequest: 100, connections: 8, tag: 'b0c2', events: FRAMES * 100 * size };
    const four = await fill(platform, options.seed, mixed, [GROUP, ...OTHER_GROUPS]);
    const hasLogs = existsSync(join(SAMPLES, SAMPLE_LOGS[0] ?? ''));
    if (hasLogs) onStep('sample logs');
    const logs = hasLogs ? await fillWithLogs(platform, Math.ceil(SAMPLE_ROUNDS * size)) : undefined;
    return {
      figures: [
        ...figuresOf('', framed),
        ...figuresOf('lone_', lone),
        ...wholeOf('four_groups_', four),
        ...(logs === undefined ? [] : wholeOf('sample_logs_', logs)),
      ],
      notes: [
        'four groups: db_writer, alert_engine, ml_engine and a sink, all entries pending for each; sample logs: sshd and ' +
          'Apache lines as text, against the bytes of the JSON events that are stored for them',
        ...(hasLogs ? [] : [`the sample logs are not there (${SAMPLES}): set REDOUBT_SHARED`]),
        'what the allocators of the masters gave out (used_memory_dataset) for both lanes of every organisation with ' +
          'all entries pending for one group; dedup keys apart',
        `dedup keys: ${Math.round(framed.dedupBytes / framed.dedupKeys)} bytes per batch, kept 24 h for a sender's ` +
          'Idempotency-Key, else 60 s',
        `events of ${Math.round(framed.jsonBytes / frames.events)} bytes of JSON on average, made of few templates: ` +
          'compression is optimistic',
      ],
      failures: [],
    };
  } finally {
    await platform.close();
  }
}

function figuresOf(prefix: string, held: Held): Measured[] {
  const both = held.streamBytes + held.pendingBytes;
  const parts: [string, number][] = [
    ['redis_bytes_per_json_byte', both],
    ['stream_bytes_per_json_byte', held.streamBytes],
    ['pending_bytes_per_json_byte', held.pendingBytes],
    ['dedup_bytes_per_json_byte', held.dedupBytes],
    ['memory_usage_per_json_byte', held.usageBytes],
  ];
  return parts.map(([name, bytes]) => ({ name: prefix + name, value: bytes / held.jsonBytes, unit: '×' }));
}

function wholeOf(prefix: string, { jsonBytes, streamBytes, pendingBytes }: Held): Measured[] {
  const name = `${prefix}redis_bytes_per_json_byte`;
  return [{ name, value: (streamBytes + pendingBytes) / jsonBytes, unit: '×' }];
}

/** Fills the streams with the generator's events and weighs them. */
async function fill(
  platform: Platform,
  seed: number,
  shape: Shape,
  groups: readonly string[] = [GROUP],
): Promise<Held> {
  const load = await LoadProcess.start({
    ...shape,
    seed,
    authorizations: platform.orgs.map((org) => org.authorization),
    isKeyed: true,
    format: shape.eventsPerRequest === 1 ? 'json' : 'ndjson',
  });
  try {
    return await weigh(platform, groups, async () => {
      return (await load.runEvents(platform.gatewayPort, shape.events)).acceptedBytes;
    });
  } finally {
    load.close();
  }
}

/** Real lines in batches of 100, each log of an organisation of its own. */
async function fillWithLogs(platform: Platform, rounds: number): Promise<Held> {
  const logs = await Promise.all(SAMPLE_LOGS.map((name) => readLogLines(join(SAMPLES, name))));
  return weigh(platform, [GROUP, ...OTHER_GROUPS], async (memory) => {
    for (let round = 0; round < rounds; round++) {
      for (const [index, lines] of logs.entries()) await sendText(platform, index, lines);
    }
    return memory.jsonBytes();
  });
}

async function sendText({ gatewayPort, orgs }: Platform, orgIndex: number, lines: readonly Buffer[]): Promise<void> {
  const authorization = orgs[orgIndex]?.authorization ?? '';
  for (let at = 0; at < lines.length; at += 100) {
    const body = Buffer.concat(lines.slice(at, at + 100).flatMap((line) => [line, Buffer.from('\n')]));
    const headers = { authorization, 'content-type': 'text/plain' };
    const response = await fetch(`http://127.0.0.1:${gatewayPort}/v1/events`, { method: 'POST', headers, body });
    if (response.status !== 202) throw new Error(`the gateway answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}

/** Lets the streams be filled and takes them apart again, weighing at each step. @param send  to the bytes of JSON */
async function weigh(
  { control, orgs }: Platform,
  groups: readonly string[],
  send: (memory: RedisMemory) => Promise<number>,
): Promise<Held> {
  const memory = new RedisMemory(control.redis, orgs);
  await memory.ensureGroups(groups);
  const usageBefore = await memory.usage();
  const before = await memory.dataset();
  const jsonBytes = await send(memory);
  const filled = await memory.dataset();
  for (const group of groups) await memory.deliverAll(group);
  const pending = await memory.dataset();
  const usageBytes = (await memory.usage()) - usageBefore;
  const dedupKeys = await memory.deleteDedupKeys();
  const dedupBytes = pending - (await memory.dataset());
  await memory.empty(groups);
  return {
    jsonBytes,
    dedupKeys,
    streamBytes: filled - before - dedupBytes,
    pendingBytes: pending - filled,
    dedupBytes,
    usageBytes,
  };
}
