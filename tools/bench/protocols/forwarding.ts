import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { createSink, deleteSink, relayOutbox, type NewSink, type SinkInfo } from '@redoubt/rulebook';
import { createFrameProducer, readGroupStates } from '@redoubt/stream';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import { TrafficGenerator } from '../../traffic/traffic-generator.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { median, ofRounds } from '../measure/statistics.ts';
import { startPlatform, type Platform } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';
import { rsyslogForwardPerCoreSecond } from './rsyslog-forward.ts';

const ROUNDS = 3;
const PER_FRAME = 100;
const DRAIN_TIMEOUT_MS = 300_000;
const BY = { actor: 'bench' };

interface Receiver {
  port: number;
  close(): void;
}

interface Round {
  perCoreSecond: number;
  perSecond: number;
}

/** What forwarding costs: a backlog read from Redis, mapped, and sent to a receiver that throws it away. */
export async function runForwarding(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const platform = await startPlatform({
    ...{ logDir, orgCount: 1, apps: ['siem-forwarder'], onStep },
    forwarderEnv: { SETTINGS_INTERVAL_MS: '200', SINK_FILE_DIR: join(logDir, 'sinks') },
  });
  const orgId = (platform.orgs[0] as (typeof platform.orgs)[0]).organization.id;
  const count = options.isQuick ? 10_000 : 200_000;
  const [bulk, syslog] = await Promise.all([startBulk(), startSyslog()]);
  try {
    onStep(`filling the streams with ${count} events`);
    await fill(platform, orgId, count, options.seed);
    const url = `http://127.0.0.1:${bulk.port}`;
    const tcp = { host: '127.0.0.1', port: syslog.port, transport: 'tcp' } as const;
    const sinks: [string, NewSink][] = [
      ['forward_bulk', { type: 'elasticsearch', name: 'bulk', url, index: 'bench' }],
      ['forward_file', { type: 'file', name: 'file', fileName: 'events.ndjson', mapping: 'raw' }],
      ['forward_syslog', { type: 'syslog', name: 'syslog', ...tcp, mapping: 'raw' }],
    ];
    onStep('rsyslog, TCP to TCP');
    const size = { count, rounds: options.isQuick ? 1 : ROUNDS };
    const rsyslog = await rsyslogForwardPerCoreSecond(join(logDir, 'rsyslog-forward'), size);
    const yardstick = rsyslog && { baseline: { name: 'rsyslog TCP → TCP', value: median(rsyslog) } };
    const figures: Measured[] = [];
    for (const [name, sink] of sinks) {
      onStep(name);
      const rounds: Round[] = [];
      for (let at = 0; at < (options.isQuick ? 1 : ROUNDS); at++)
        rounds.push(await drain(platform, orgId, sink, count));
      figures.push(
        {
          ...{ name: `${name}_events_per_core_second`, unit: 'events/s' },
          ...{ ...ofRounds(rounds.map((r) => r.perCoreSecond)), ...yardstick },
        },
        { name: `${name}_events_per_second`, unit: 'events/s', ...ofRounds(rounds.map((r) => r.perSecond)) },
      );
    }
    const missing = rsyslog ? [] : ['forwarding: rsyslog is not installed, so there is no yardstick'];
    return { figures, notes: [NOTE, ...missing], failures: [] };
  } finally {
    bulk.close();
    syslog.close();
    await platform.close();
  }
}

const NOTE =
  'forwarding: a backlog of frames of 100 events, requests of 500; bulk in ECS with the answer read item by item, ' +
  'syslog over TCP and the file as it came, each batch of syslog confirmed; receivers throw away what they get';

/** A new cursor at the oldest entry reads everything once. */
async function drain(platform: Platform, orgId: OrgId, sink: NewSink, count: number): Promise<Round> {
  const { control, stack } = platform;
  const watch = new CpuWatch({ forwarder: () => [stack.app('siem-forwarder').pid] });
  const startedMs = performance.now();
  watch.start();
  const info = await createSink(control.database, orgId, { ...sink, startAt: 'oldest' }, BY);
  await relay(platform, orgId);
  await waitFor(async () => (await waiting(platform, orgId, info)) === 0, {
    ...{ timeoutMs: DRAIN_TIMEOUT_MS, intervalMs: 50, what: `${sink.name} has everything` },
  });
  const cpuSeconds = watch.stop().forwarder ?? 0;
  const seconds = (performance.now() - startedMs) / 1_000;
  await deleteSink(control.database, orgId, info.sinkId, BY);
  await relay(platform, orgId);
  return { perCoreSecond: count / cpuSeconds, perSecond: count / seconds };
}

async function relay({ control }: Platform, orgId: OrgId): Promise<void> {
  const { failed } = await relayOutbox(control, { orgId });
  if (failed[0]) throw failed[0].error;
}

async function waiting({ control }: Platform, orgId: OrgId, { group }: SinkInfo): Promise<number> {
  const { states } = await readGroupStates(control.redis, [{ orgId, expectedGroups: [] }]);
  const own = states.filter((state) => state.group === group);
  return own.length === 0 ? 1 : own.reduce((n, one) => n + (one.lagEntries ?? 1) + one.pendingEntries, 0);
}

async function fill({ control }: Platform, orgId: OrgId, count: number, seed: number): Promise<void> {
  const quiet = {
    log: createLogger({ app: 'bench', level: 'silent' }),
    metrics: createMetrics({ app: 'bench', isDefaultMetrics: false }),
  };
  const producer = createFrameProducer({ redis: control.redis, ...quiet });
  const items = new TrafficGenerator({ seed }).take(5_000, { endMs: Date.now(), spanMs: 3_600_000 });
  const lines = items.flatMap(({ kind, body }) => (kind === 'line' ? [] : [Buffer.from(body)]));
  try {
    for (let at = 0; at < count; at += PER_FRAME) {
      const some = Array.from({ length: PER_FRAME }, (_, i) => lines[(at + i) % lines.length] as Buffer);
      await producer.append({ orgId, lanes: [{ lane: 's', lines: some }] });
    }
  } finally {
    await producer.close();
  }
}

/** Says of every document that it was created. */
async function startBulk(): Promise<Receiver> {
  const server = createHttpServer((request, response) => {
    let newlines = 0;
    request.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) newlines += 1;
    });
    request.on('end', () => {
      const items = Array.from({ length: newlines / 2 }, () => '{"create":{"status":201}}');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`{"errors":false,"items":[${items.join(',')}]}`);
    });
  });
  return listening(server);
}

/** Reads, and ends its side when the sender did. */
function startSyslog(): Promise<Receiver> {
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.resume();
  });
  return listening(server);
}

async function listening(server: Server): Promise<Receiver> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
