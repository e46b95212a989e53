import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  appRole,
  commandsOf,
  generateRole,
  hasTrace,
  joinParts,
  roleRules,
  withoutCommands,
  type AppName,
  type Grant,
  type Role,
  type TracePart,
} from '@redoubt/acl';
import type { RedisCredentials } from '@redoubt/redis';
import { CommandRecorder } from '@redoubt/redis/testing';
import { Redis } from 'ioredis';
import { nodesOf } from './test-redis.ts';

/** Environment under which an app connects as its own user. */
export type AppLogin = Readonly<Record<'REDIS_USERNAME' | 'REDIS_PASSWORD', string>>;

const everything: Grant = { commands: ['@all'], keys: [{ pattern: '*', access: 'RW' }], channels: ['*'] };

/**
 * Gives an app under test its own Redis user on every node: what its specs do then works with the rights of its role.
 * Where REDOUBT_RECORD_COMMANDS names a folder, the user may do everything and what it does is written there instead.
 *
 * @param addresses `host:port,…` of the cluster; defaults to the one the integration project started
 */
export async function appLogin(app: AppName, addresses = process.env.TEST_REDIS_NODES): Promise<AppLogin> {
  if (!addresses) throw new Error('TEST_REDIS_NODES names no cluster');
  const folder = process.env.REDOUBT_RECORD_COMMANDS;
  const password = `password-of-${app}`;
  const isOpen = folder !== undefined || !hasTrace(app);
  const open: Role = { name: app, description: 'everything', root: everything, selectors: [] };
  await setUser(isOpen ? open : appRole(app), password, addresses);
  if (folder !== undefined) {
    const places = nodesOf(addresses).map((node) => ({ ...node, user: app, password }));
    await Promise.all(places.map((place) => record(folder, place)));
  }
  return { REDIS_USERNAME: app, REDIS_PASSWORD: password };
}

async function setUser(role: Role, password: string, addresses: string): Promise<void> {
  const names = commandsOf(role).filter((name) => !name.startsWith('@'));
  await Promise.all(
    nodesOf(addresses).map(async ({ host, port }) => {
      const redis = new Redis({ host, port, protocol: 2, lazyConnect: true });
      // Naming a command that the server does not know would make it refuse the whole user.
      const known = names.length === 0 ? [] : ((await redis.call('COMMAND', 'INFO', ...names)) as unknown[]);
      const unknown = new Set(names.filter((_, index) => known[index] === null));
      const rules = roleRules(withoutCommands(role, unknown));
      await redis.call('ACL', 'SETUSER', role.name, 'reset', 'on', `>${password}`, ...rules);
      // A node that is restarted by a spec reads its users from its file; a foreign cluster may have none.
      await redis.call('ACL', 'SAVE').catch(() => undefined);
      redis.disconnect();
    }),
  );
}

/** A user that may do what these libraries do and nothing else, on the integration cluster. */
export async function partsCredentials(username: string, parts: readonly TracePart[]): Promise<RedisCredentials> {
  const password = `password-of-${username}`;
  const trace = joinParts({ app: username, commands: [], scripts: {} }, parts);
  await setUser(generateRole(trace, 'parts of libraries'), password, process.env.TEST_REDIS_NODES ?? '');
  return { username, password };
}

/** What `appLogin` gives, for clients that a spec makes itself. */
export async function appCredentials(app: AppName, addresses?: string): Promise<RedisCredentials> {
  const login = await appLogin(app, addresses);
  return { username: login.REDIS_USERNAME, password: login.REDIS_PASSWORD };
}

const recorded = new Set<string>();

function record(folder: string, place: ConstructorParameters<typeof CommandRecorder>[0]): Promise<void> {
  const id = `${place.user}-${place.host}-${place.port}`;
  if (recorded.has(id)) return Promise.resolve();
  recorded.add(id);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${id}-${process.pid}.ndjson`);
  const recorder = new CommandRecorder(place, (command) => {
    appendFileSync(file, `${JSON.stringify(command)}\n`);
  });
  return recorder.start();
}

/** What the servers refused the app's user, as `<reason> <object>`; nothing when its role is enough for what it did. */
export async function refusedCommands(app: AppName, addresses = process.env.TEST_REDIS_NODES): Promise<string[]> {
  const lists = await Promise.all(
    nodesOf(addresses ?? '').map(async ({ host, port }) => {
      const redis = new Redis({ host, port, protocol: 2, lazyConnect: true, maxRetriesPerRequest: 0 });
      const rows = (await redis.call('ACL', 'LOG', 128).catch(() => [])) as (string | number)[][];
      redis.disconnect();
      return rows.map((row) => new Map(row.map((name, at) => [name, row[at + 1]])));
    }),
  );
  const own = lists.flat().filter((row) => row.get('username') === app);
  return [...new Set(own.map((row) => `${row.get('reason')} ${row.get('object')}`))].sort();
}
