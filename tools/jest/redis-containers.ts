import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freeRedisPorts, waitFor } from '@redoubt/test-kit';

/** What is used of testcontainers, which is installed beside the product's packages. */
interface Testcontainers {
  GenericContainer: new (image: string) => ContainerPlan;
  Wait: { forLogMessage(message: RegExp): unknown };
}
interface ContainerPlan {
  withNetworkMode(mode: string): this;
  withEntrypoint(words: string[]): this;
  withCommand(words: string[]): this;
  withAutoRemove(isRemoved: boolean): this;
  withWaitStrategy(strategy: unknown): this;
  start(): Promise<StartedContainer>;
}
interface StartedContainer {
  exec(words: string[]): Promise<{ output: string; exitCode: number }>;
  stop(): Promise<unknown>;
}

/** A cluster of containers for integration specs. */
export interface RedisContainers {
  /** Value for TEST_REDIS_NODES. */
  addresses: string;
  stop(): Promise<void>;
}

const MASTERS = 3;
/** Images of Valkey and of Redis name their programs differently. */
const programOf = (kind: 'server' | 'cli'): string => `$(command -v valkey-${kind} || command -v redis-${kind})`;

/**
 * Starts three masters from an image, on the network of this machine, since cluster nodes tell clients the addresses
 * that they know each other by.
 *
 * @throws Error  testcontainers is not installed, no Docker engine answers, or it has no such image
 */
export async function startRedisContainers(image: string): Promise<RedisContainers> {
  // What cleans up after a killed run is an image of its own; containers that end are removed all the same.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  process.env.TESTCONTAINERS_HOST_OVERRIDE ??= '127.0.0.1';
  const ports = await freeRedisPorts(MASTERS);
  const library = loadTestcontainers();
  const nodes = await Promise.all(ports.map((port) => startNode(library, image, port)));
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    const addresses = ports.map((port) => `127.0.0.1:${port}`);
    await ask(nodes, `-p ${ports[0]} --cluster create ${addresses.join(' ')} --cluster-yes`);
    const isWhole = async (): Promise<boolean> => {
      const states = await Promise.all(ports.map((port) => ask(nodes, `-p ${port} cluster info`)));
      return states.every((text) => text.includes('cluster_state:ok'));
    };
    await waitFor(isWhole, { timeoutMs: 30_000, intervalMs: 100, what: `a cluster of ${image}` });
    return { addresses: addresses.join(','), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function loadTestcontainers(): Testcontainers {
  const folder = join(import.meta.dirname, 'containers');
  try {
    return createRequire(join(folder, 'package.json'))('testcontainers') as Testcontainers;
  } catch (error) {
    const install = 'npm ci --ignore-scripts --prefix tools/jest/containers';
    throw new Error(`REDOUBT_REDIS_IMAGE needs testcontainers: ${install}`, { cause: error });
  }
}

function startNode({ GenericContainer, Wait }: Testcontainers, image: string, port: number): Promise<StartedContainer> {
  const settings = [
    `--port ${port} --bind 127.0.0.1 --dir /tmp --save '' --appendonly no`,
    '--cluster-enabled yes --cluster-node-timeout 3000 --cluster-require-full-coverage no',
    '--maxmemory-policy noeviction',
  ];
  return new GenericContainer(image)
    .withNetworkMode('host')
    .withEntrypoint(['sh', '-c'])
    .withCommand([`exec ${programOf('server')} ${settings.join(' ')}`])
    .withAutoRemove(true)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start();
}

async function ask([node]: readonly StartedContainer[], command: string): Promise<string> {
  const { output, exitCode } = await (node as StartedContainer).exec(['sh', '-c', `${programOf('cli')} ${command}`]);
  if (exitCode !== 0) throw new Error(output);
  return output;
}
