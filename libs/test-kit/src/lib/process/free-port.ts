import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

const CLUSTER_BUS_OFFSET = 10_000;

/** A loopback TCP port nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  await promise;
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * `count` different ports for Redis Cluster nodes: `port` and its bus port, `port + 10000`, are free.
 *
 * They are drawn at random below the range the system hands out by itself, so that parallel runs rarely meet.
 *
 * @throws Error  no free pair was found in 200 draws
 */
export async function freeRedisPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let draws = 0; ports.size < count; draws++) {
    if (draws >= 200) throw new Error('no free pair of ports for Redis found');
    const port = randomInt(10_500, 22_000);
    if (await isFreeForRedis(port)) ports.add(port);
  }
  return [...ports];
}

/** Whether a cluster node could use `port`: it and its bus port are free. */
export async function isFreeForRedis(port: number): Promise<boolean> {
  return (await isFree(port)) && (await isFree(port + CLUSTER_BUS_OFFSET));
}

/** Whether `port` can be bound on loopback right now. */
export function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen({ host: '127.0.0.1', port }, () => server.close(() => resolve(true)));
  return promise;
}
