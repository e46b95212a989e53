/**
 * Says what the alert feed costs and how late it is: `node apps/dashboard/src/testing/measure-feeds.ts`. Starts a cluster
 * of three masters and one process with nothing but the feeds; prints one JSON object.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { newOrgId, parseOrgId, type OrgId } from '@redoubt/contracts';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { PERMISSIONS, type Principal } from '@redoubt/tenancy';
import { startRedisCluster } from '@redoubt/test-kit';
import { nodesOf } from '@redoubt/worker-test-kit';
import { io, type Socket } from 'socket.io-client';
import { openFeeds } from '../feeds/open-feeds.ts';
import { appendAlerts } from './append-alerts.ts';

const ORGS = 500;
const IDLE_MS = 10_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The feeds alone: a token is the id of an organisation, and proves it. */
async function serve(addresses: string): Promise<void> {
  const log = createLogger({ app: 'measure', level: 'warn' });
  const redis = await connectRedis({ nodes: nodesOf(addresses) }, { log });
  const http = createServer();
  const holder = (token: string): Principal => ({
    ...{ kind: 'api_key', id: token, orgId: parseOrgId(token), permissions: new Set(PERMISSIONS) },
  });
  await openFeeds(
    http,
    {
      ...{ redis, log, metrics: createMetrics({ app: 'measure' }) },
      rateLimit: { take: () => ({ ok: true }) },
      sessions: { forget: () => undefined },
      refusals: { note: () => undefined },
      verify: (token) => Promise.resolve(holder(token)),
      addressLimit: { take: () => 0 },
      addressOf: () => '',
      holderOf: () => undefined,
    },
    {
      ...{ maxConnections: 10_000, handshakesPerSecond: 10_000, addressHandshakesPerSecond: 10_000 },
      ...{ pingIntervalMs: 20_000, pingTimeoutMs: 20_000 },
      ...{ maxReplayRecords: 10_000, maxQueuedPackets: 8, drainMs: 1_000, records: { lifeMs: 90_000 } },
      sockets: { perProcess: 10_000, perOrg: 10_000, perPrincipal: 10_000 },
    },
  );
  http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
  process.on('message', () => process.send?.(process.cpuUsage()));
}

interface Server {
  url: string;
  /** User and system time so far, µs. */
  cpu(): Promise<number>;
  stop(): void;
}

async function startServer(addresses: string): Promise<Server> {
  const args = ['--disable-warning=ExperimentalWarning', import.meta.filename, addresses];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    cpu: async () => {
      child.send('cpu');
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return user + system;
    },
    stop: () => child.kill(),
  };
}

async function listen(
  url: string,
  orgId: OrgId,
  onAlerts: (items: unknown[]) => void = () => undefined,
): Promise<Socket> {
  const socket = io(`${url}/alerts`, { transports: ['websocket'], forceNew: true, auth: { token: orgId } });
  socket.on('alerts', onAlerts);
  await new Promise<void>((resolve) => socket.once('ready', () => resolve()));
  return socket;
}

async function redisCpu(redis: RedisClient): Promise<number> {
  const infos = await Promise.all(redis.masters().map((node) => redis.nodeCall(node, 'INFO', 'cpu')));
  const seconds = infos.flatMap((info) =>
    [...String(info).matchAll(/used_cpu_(?:sys|user):([\d.]+)/g)].map((m) => Number(m[1])),
  );
  return seconds.reduce((sum, one) => sum + one, 0) * 1_000_000;
}

/** CPU time in µs of the server and of Redis while something runs. */
async function costOf(
  server: Server,
  redis: RedisClient,
  run: () => Promise<void>,
): Promise<{ server: number; redis: number }> {
  const before = [await server.cpu(), await redisCpu(redis)] as const;
  await run();
  return { server: (await server.cpu()) - before[0], redis: (await redisCpu(redis)) - before[1] };
}

/** µs of the server per alert; up to 200 entries a second are appended. */
async function perAlert(
  { server, redis }: { server: Server; redis: RedisClient },
  { sockets, entries, inEntry = 1 }: { sockets: number; entries: number; inEntry?: number },
): Promise<number> {
  const alerts = entries * inEntry;
  const orgId = newOrgId();
  let received = 0;
  const all = await Promise.all(
    Array.from({ length: sockets }, () => listen(server.url, orgId, (items) => (received += items.length))),
  );
  const idle = await costOf(server, redis, () => pause(5_000));
  const startedAtMs = performance.now();
  const busy = await costOf(server, redis, async () => {
    for (let i = 0; i < entries; i++) {
      await appendAlerts(redis, orgId, inEntry);
      await pause(5);
    }
    while (received < alerts * sockets) await pause(10);
  });
  const idleShare = (idle.server * (performance.now() - startedAtMs)) / 5_000;
  for (const socket of all) socket.disconnect();
  return (busy.server - idleShare) / alerts;
}

async function delays(server: Server, redis: RedisClient, count: number): Promise<number[]> {
  const orgId = newOrgId();
  let got: () => void = () => undefined;
  const socket = await listen(server.url, orgId, () => got());
  const all: number[] = [];
  for (let i = 0; i < count; i++) {
    await pause(110 + Math.random() * 100);
    const arrived = new Promise<void>((resolve) => (got = resolve));
    const sentAtMs = performance.now();
    await appendAlerts(redis, orgId, 1);
    await arrived;
    all.push(performance.now() - sentAtMs);
  }
  socket.disconnect();
  return all.sort((a, b) => a - b);
}

async function measure(): Promise<void> {
  const cluster = await startRedisCluster();
  const redis = await connectRedis(
    { nodes: nodesOf(cluster.addresses) },
    { log: createLogger({ app: 'm', level: 'silent' }) },
  );
  const server = await startServer(cluster.addresses);
  try {
    const late = await delays(server, redis, 300);
    const at = (share: number): number => Number((late[Math.floor(late.length * share)] as number).toFixed(1));
    const place = { server, redis };
    const one = await perAlert(place, { sockets: 1, entries: 2_000 });
    const fifty = await perAlert(place, { sockets: 50, entries: 2_000 });
    const many = await perAlert(place, { sockets: 1, entries: 500, inEntry: 50 });
    const alone = await costOf(server, redis, () => pause(IDLE_MS));
    for (let i = 0; i < ORGS; i++) await listen(server.url, newOrgId());
    await pause(2_000);
    const crowded = await costOf(server, redis, () => pause(IDLE_MS));
    const perOrgSecond = (more: number, less: number): number => Math.round((more - less) / ORGS / (IDLE_MS / 1_000));
    const figures = {
      append_to_socket_ms: { p50: at(0.5), p99: at(0.99), p999: at(0.999) },
      us_per_alert: {
        oneSocket: Math.round(one),
        fiftyInAnEntry: Math.round(many),
        fiftySockets: Math.round(fifty),
        perFurtherSocket: Math.round((fifty - one) / 49),
      },
      us_per_idle_org_and_second: {
        dashboard: perOrgSecond(crowded.server, alone.server),
        redis: perOrgSecond(crowded.redis, alone.redis),
      },
    };
    console.log(JSON.stringify(figures, null, 2));
  } finally {
    server.stop();
    await redis.close();
    await cluster.stop();
  }
}

const [, , addresses] = process.argv;
if (addresses === undefined) {
  await measure();
  process.exit(0);
} else await serve(addresses);
