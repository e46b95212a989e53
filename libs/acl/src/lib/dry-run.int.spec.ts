import { exampleKey, FOREIGN_KEYS, shapeOfKey } from '@redoubt/key-schema';
import { startRedisCluster, type RedisCluster } from '@redoubt/test-kit';
import type { Redis } from 'ioredis';
import { APP_NAMES, appTrace, appRole, hasTrace, type AppName } from './app-roles.ts';
import { parseUsage, usagesOf } from './command-trace.ts';
import { DANGEROUS_COMMANDS, sampleCommand, traceSamples, type Sample } from './dry-run.ts';
import { PRESETS, SYSTEM_ROLES } from './presets.ts';
import { commandsOf, roleRules, withoutCommands, type Grant, type Role } from './role.ts';

const apps = APP_NAMES.filter(hasTrace);
const arities = new Map<string, number>();
const arityOf = (command: string): number => arities.get(command) ?? -1;

/** What shows a server's set-up and changes nothing of it: for those who gather evidence. */
const READS_OF_SERVERS: ReadonlySet<string> = new Set(['acl|list', 'acl|log', 'config|get']);

describe('roles on a server', () => {
  let cluster: RedisCluster;
  let server: Redis;
  let unknown: Set<string>;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    server = (cluster.nodes[0] as RedisCluster['nodes'][0]).admin;
    const all = [...apps.map(appRole), ...Object.values(PRESETS), ...Object.values(SYSTEM_ROLES)].flatMap(commandsOf);
    const known = (await server.call('COMMAND', 'INFO', ...all)) as ([string, number] | null)[];
    all.forEach((name, index) => arities.set(name, known[index]?.[1] ?? 0));
    unknown = new Set(all.filter((_, index) => known[index] === null));
  });
  afterAll(() => cluster.stop());

  async function setUser(role: Role): Promise<void> {
    await server.call('ACL', 'SETUSER', role.name, 'reset', ...roleRules(withoutCommands(role, unknown)));
  }

  /** Everything in the app's trace, but for what this server does not know. */
  function samplesOf(app: AppName): Sample[] {
    return traceSamples(appTrace(app), arityOf).filter(([name, sub]) => !unknown.has(`${name}|${sub}`));
  }

  /** What the server would refuse the user, of these. */
  async function refused(user: string, samples: readonly Sample[]): Promise<string[]> {
    const pipeline = server.pipeline();
    for (const sample of samples) pipeline.call('ACL', 'DRYRUN', user, ...sample);
    const replies = (await pipeline.exec()) ?? [];
    return samples.flatMap((sample, index) => {
      const [error, reply] = replies[index] as [Error | null, unknown];
      if (error) throw new Error(`${sample.join(' ')}: ${error.message}`);
      return reply === 'OK' ? [] : [sample.join(' ')];
    });
  }

  it('none needs a command that the server lacks, but for the name of the library before 7.2', () => {
    expect([...unknown].filter((name) => name !== 'client|setinfo')).toEqual([]);
  });

  describe.each(apps)('%s', (app) => {
    const role = appRole(app);

    it('may do everything it was seen to do', async () => {
      await setUser(role);
      const samples = samplesOf(app);
      expect(samples.length).toBeGreaterThan(10);
      expect(await refused(app, samples)).toEqual([]);
    });

    it('says of each key what the server says', async () => {
      const { commands, scripts } = appTrace(app);
      const lines = [...commands, ...Object.values(scripts).flatMap((script) => script.commands)];
      const keyed = lines.map(parseUsage).flatMap(({ command, key }) => (key ? [{ command, key }] : []));
      const pipeline = server.pipeline();
      for (const { command, key } of keyed) {
        pipeline.call(
          'COMMAND',
          'GETKEYSANDFLAGS',
          ...sampleCommand(command, [exampleKey(key.shape)], arityOf(command)),
        );
      }
      const replies = (await pipeline.exec()) ?? [];
      const wrong = keyed.filter(({ key }, index) => {
        const [error, reply] = replies[index] as [Error | null, [string, string[]][]];
        if (error) throw error;
        return !reply.map(([, flags]) => accessOf(flags)).includes(key.access);
      });
      expect(wrong).toEqual([]);
    });

    it('may do nothing dangerous', async () => {
      await setUser(role);
      const own = new Set(commandsOf(role));
      const samples = DANGEROUS_COMMANDS.filter(([name = '', sub = '']) => {
        const full = `${name}|${sub}`.toLowerCase();
        return !own.has(name.toLowerCase()) && !(READS_OF_SERVERS.has(full) && own.has(full));
      });
      expect(await refused(app, samples)).toEqual(samples.map((sample) => sample.join(' ')));
    });

    it('may touch no foreign key with any command it has', async () => {
      await setUser(role);
      const isKeyed = (grant: Grant): boolean => grant.keys.length > 0;
      const keyed = role.selectors.filter(isKeyed).flatMap(({ commands }) => commands);
      const own = new Set(usagesOf(appTrace(app)).flatMap(({ key }) => key?.shape ?? []));
      const foreign = FOREIGN_KEYS.filter((key) => !own.has(shapeOfKey(key)?.shape ?? ''));
      expect(foreign.length).toBeGreaterThan(5);
      const samples = [...keyed, 'evalsha'].flatMap((name) =>
        foreign.map((key) => sampleCommand(name, [key], name === 'evalsha' ? -3 : arityOf(name))),
      );
      expect(await refused(app, samples)).toEqual(samples.map((sample) => sample.join(' ')));
    });

    it('needs each command, key and channel of its role', async () => {
      const samples = samplesOf(app);
      const needless: string[] = [];
      for (const [what, less] of reductions(withoutCommands(role, unknown))) {
        await setUser({ ...less, name: 'less' });
        if ((await refused('less', samples)).length === 0) needless.push(what);
      }
      expect(needless).toEqual([]);
    }, 120_000);
  });

  describe.each(Object.values({ ...PRESETS, ...SYSTEM_ROLES }))('$name', (role) => {
    it('may do each of its commands on its keys and channels, nothing dangerous and nothing elsewhere', async () => {
      await setUser(role);
      const grants = [role.root, ...role.selectors];
      const known = ({ commands }: Grant): string[] => commands.filter((name) => !unknown.has(name));
      const samples = grants.flatMap((grant) =>
        known(grant).flatMap((name) => placesOf(grant, name).map((at) => sampleCommand(name, at, arityOf(name)))),
      );
      expect(await refused(role.name, samples)).toEqual([]);
      const own = grants.flatMap(known);
      const isAdmin = Object.hasOwn(SYSTEM_ROLES, role.name);
      const others = DANGEROUS_COMMANDS.filter(([name, sub]) => {
        const full = `${name} ${sub}`.toLowerCase().replace(' ', '|');
        return !own.includes(full) && !own.includes(name?.toLowerCase() ?? '');
      });
      expect(others.length).toBeGreaterThan(isAdmin ? 20 : 40);
      expect(await refused(role.name, others)).toEqual(others.map((sample) => sample.join(' ')));
      const judged = [...new Set(own)].filter((name) => isKeyed(name) && name !== 'sunsubscribe');
      const foreign = judged.map((name) => sampleCommand(name, ['elsewhere'], arityOf(name)));
      expect(await refused(role.name, foreign)).toEqual(foreign.map((sample) => sample.join(' ')));
    });
  });
});

/** What a command of a preset may be tried on: each of the grant's keys or channels, or nothing where it takes none. */
function placesOf({ keys, channels }: Grant, name: string): string[][] {
  if (!isKeyed(name)) return [[]];
  const patterns = /^(spublish|ssubscribe|sunsubscribe)$/.test(name) ? channels : keys.map(({ pattern }) => pattern);
  return patterns.map((pattern) => [
    pattern
      .replace(/\?{8}-.*?}/, '6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11}')
      .replace(/\*/g, 'x')
      .replaceAll('?', '1'),
  ]);
}

/** Which rights Redis asks for a key that a command uses in this way. */
function accessOf(flags: readonly string[]): string {
  const isRead = flags.includes('access');
  const isWrite = ['insert', 'update', 'delete'].some((flag) => flags.includes(flag));
  if (isRead && isWrite) return 'RW';
  return isWrite ? 'W' : 'R';
}

/** Commands of presets that take a key or channel. */
function isKeyed(name: string): boolean {
  return (
    !/^(asking|ping|info|readonly|command|time|role|wait|psync|replconf)$|\|/.test(name) || name.startsWith('xinfo|')
  );
}

/** The role without one command, key or channel of one of its grants, each in turn. */
function* reductions(role: Role): Iterable<[string, Role]> {
  const grants = [role.root, ...role.selectors];
  for (const [at, grant] of grants.entries()) {
    for (const field of ['commands', 'keys', 'channels'] as const) {
      for (const one of grant[field]) {
        const rest = { ...grant, [field]: (grant[field] as readonly unknown[]).filter((other) => other !== one) };
        const less = grants.map((other, index) => (index === at ? rest : other)) as [Grant, ...Grant[]];
        const name = typeof one === 'string' ? one : `${one.access}~${one.pattern}`;
        yield [`${name} of ${grant.commands.join(' ')}`, { ...role, root: less[0], selectors: less.slice(1) }];
      }
    }
  }
}
