import type { Measured, SuiteResult } from '../figure.ts';
import { LoadProcess } from '../load/load-process.ts';
import { RedisMemory } from '../measure/redis-memory.ts';
import { startPlatform, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';

const GROUP = 'db_writer';
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
    return {
      figures: [...figuresOf('', framed), ...figuresOf('lone_', lone)],
      notes: [
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

/** Fills the streams and takes them apart again, weighing at each step. */
async function fill({ control, orgs, gatewayPort }: Platform, seed: number, shape: Shape): Promise<Held> {
  const memory = new RedisMemory(control.redis, orgs);
  const load = await LoadProcess.start({
    ...shape,
    seed,
    authorizations: orgs.map((org) => org.authorization),
    isKeyed: true,
    format: shape.eventsPerRequest === 1 ? 'json' : 'ndjson',
  });
  try {
    const usageBefore = await memory.usage();
    const before = await memory.dataset();
    const { acceptedBytes } = await load.runEvents(gatewayPort, shape.events);
    const filled = await memory.dataset();
    await memory.deliverAll(GROUP);
    const pending = await memory.dataset();
    const usageBytes = (await memory.usage()) - usageBefore;
    const dedupKeys = await memory.deleteDedupKeys();
    const dedupBytes = pending - (await memory.dataset());
    await memory.empty(GROUP);
    return {
      jsonBytes: acceptedBytes,
      dedupKeys,
      streamBytes: filled - before - dedupBytes,
      pendingBytes: pending - filled,
      dedupBytes,
      usageBytes,
    };
  } finally {
    load.close();
  }
}
