import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@redoubt/contracts';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger } from '@redoubt/telemetry';
import { createTempDir, waitFor, type TempDir } from '@redoubt/test-kit';
import { Redis } from 'ioredis';
import { AclStage } from '../../testing/acl-stage.ts';
import { applyUsers } from '../cluster/apply.ts';
import type { DeclaredUsers } from '../cluster/plan.ts';
import { PRESETS, SYSTEM_ROLES } from '../presets.ts';
import { hashesOf, newPassword, type Credential } from './credential-store.ts';
import type { RotationStep } from './evidence.ts';
import { FileCredentialStore } from './file-credential-store.ts';
import { Rotation } from './rotation.ts';
import { ReplicationSwitcher, ServiceSwitcher, type SwitchTimes } from './switchers.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const clock = systemClock;
const user = 'session_store';
const times: SwitchTimes = { switchTimeoutMs: 3_000, pollMs: 20 };
const roles = [PRESETS.session_store, SYSTEM_ROLES.replication];

describe('rotation', () => {
  let stage: AclStage;
  let temp: TempDir;
  let store: FileCredentialStore;
  let service: RedisClient;
  let failures: unknown[];
  let stopLoad: () => Promise<void>;

  beforeAll(async () => {
    stage = await AclStage.open();
  });
  afterAll(() => stage.close());

  beforeEach(async () => {
    temp = createTempDir('credentials');
    store = new FileCredentialStore(temp.path);
    for (const { name } of roles) await store.write({ user: name, password: newPassword(), createdAtMs: clock.now() });
    expect((await applyUsers(stage.acl, await declared())).isOk).toBe(true);
    const nodes = stage.cluster.nodes.map(({ host, port }) => ({ host, port }));
    service = await connectRedis({ nodes, credentials: await login() }, { log });
    failures = [];
    stopLoad = startLoad();
  });
  afterEach(async () => {
    await stopLoad();
    await service.close();
    temp.remove();
  });

  async function declared(): Promise<DeclaredUsers> {
    const users = await Promise.all(
      roles.map(async (role) => ({ role, hashes: hashesOf((await store.read(role.name)) as Credential) })),
    );
    return { users, defaultUser: 'keep' };
  }

  async function login(): Promise<{ username: string; password: string }> {
    return { username: user, password: ((await store.read(user)) as Credential).password };
  }

  /** Commands to all masters without a pause; nothing may fail. */
  function startLoad(): () => Promise<void> {
    let isDone = false;
    const running = (async () => {
      while (!isDone) {
        const commands = Array.from({ length: 12 }, (_, i) => `session:${i}`).map((key) => ({
          ...{ name: 'SET', key, args: [key, '1'], retry: 'never' as const },
        }));
        failures.push(...(await service.batch(commands)).filter((reply) => reply !== 'OK'));
      }
    })();
    return () => ((isDone = true), running);
  }

  function rotation(onStep?: (step: RotationStep) => void, more: Partial<SwitchTimes> = {}): Rotation {
    const own = (given: { username: string; password: string }) => service.switchCredentials(given);
    const all = { ...times, ...more };
    return new Rotation({
      ...{ cluster: stage.acl, store, declared, clock, log },
      switcherOf: (name) =>
        name === 'replication'
          ? new ReplicationSwitcher({ cluster: stage.acl, clock }, all)
          : new ServiceSwitcher({ cluster: stage.acl, clock, own }, all),
      ...(onStep ? { onStep } : {}),
    });
  }

  /** Whether the password opens a connection on every node. */
  async function opens(password: string): Promise<boolean[]> {
    return Promise.all(
      stage.cluster.nodes.map(async ({ host, port }) => {
        const redis = new Redis({ host, port, username: user, password, lazyConnect: true, retryStrategy: () => null });
        redis.on('error', () => undefined);
        const isOpen = await redis.ping().then(
          () => true,
          () => false,
        );
        redis.disconnect();
        return isOpen;
      }),
    );
  }

  const everywhere = (isOpen: boolean): boolean[] => stage.cluster.nodes.map(() => isOpen);
  const passwordNow = async (): Promise<string> => (await login()).password;

  it('exchanges the password on every node without a failed command, and proves it', async () => {
    const before = await passwordNow();
    const evidence = await rotation().run(user, 'spec');
    expect(evidence).toMatchObject({ user, reason: 'spec', stragglers: [], olderConnections: 0, wasResumed: false });
    expect(evidence.nodes).toHaveLength(6);
    expect(new Set(evidence.nodes.map(({ digest }) => digest)).size).toBe(1);
    expect(JSON.stringify(evidence)).not.toContain(await passwordNow());
    expect(await opens(before)).toEqual(everywhere(false));
    expect(await opens(await passwordNow())).toEqual(everywhere(true));
    await stopLoad();
    expect(failures).toEqual([]);
    expect(await store.read(user)).toEqual({ user, password: expect.any(String), createdAtMs: expect.any(Number) });
  });

  it.each<RotationStep>(['prepared', 'added', 'switched', 'proven', 'removing', 'done'])(
    'goes on after a crash at %s',
    async (at) => {
      const before = await passwordNow();
      const crashing = rotation((step) => {
        if (step === at) throw new Error('crash');
      });
      await expect(crashing.run(user, 'spec')).rejects.toThrow('crash');
      const evidence = await rotation().run(user, 'spec');
      expect(evidence).toMatchObject({ olderConnections: 0 });
      expect(await opens(before)).toEqual(everywhere(false));
      expect(await opens(await passwordNow())).toEqual(everywhere(true));
      await stopLoad();
      expect(failures).toEqual([]);
    },
  );

  it.each<RotationStep>(['switched', 'proven', 'removing'])(
    'can be turned round when it stands before %s',
    async (at) => {
      const before = await passwordNow();
      const crashing = rotation((step) => {
        if (step === at) throw new Error('crash');
      });
      await expect(crashing.run(user, 'spec')).rejects.toThrow('crash');
      const tried = ((await store.read(user)) as Credential).next?.password ?? (await passwordNow());
      await rotation().rollBack(user, 'service does not come up');
      expect(await passwordNow()).toBe(before);
      expect(await opens(before)).toEqual(everywhere(true));
      expect(await opens(tried)).toEqual(everywhere(false));
      await stopLoad();
      expect(failures).toEqual([]);
    },
  );

  it.each<RotationStep>(['switched', 'proven', 'removing', 'done'])(
    'ends on the password from before when it is turned round again after a crash at %s',
    async (at) => {
      const before = await passwordNow();
      const crashAt = (step: RotationStep): Rotation =>
        rotation((taken) => {
          if (taken === step) throw new Error('crash');
        });
      await expect(crashAt('proven').run(user, 'spec')).rejects.toThrow('crash');
      const tried = await passwordNow();
      await expect(crashAt(at).rollBack(user, 'spec')).rejects.toThrow('crash');
      expect(await rotation().rollBack(user, 'spec')).toMatchObject({ isBack: true, olderConnections: 0 });
      expect(await passwordNow()).toBe(before);
      expect(await opens(before)).toEqual(everywhere(true));
      expect(await opens(tried)).toEqual(everywhere(false));
      expect(await store.read(user)).toMatchObject({ rolledBackAtMs: expect.any(Number) });
      await stopLoad();
      expect(failures).toEqual([]);
    },
  );

  it('gives services the new password when it was broken off between the two files of the store', async () => {
    const before = await passwordNow();
    const passwordFile = join(temp.path, user);
    const write = store.write.bind(store);
    store.write = async (credential) => {
      await write(credential);
      if (credential.rotation?.step !== 'switched') return;
      writeFileSync(passwordFile, before, { mode: 0o600 });
      throw new Error('crash');
    };
    await expect(rotation().run(user, 'spec')).rejects.toThrow('crash');
    store.write = write;
    let read = '';
    await rotation((step) => {
      // By then services were waited for.
      if (step === 'proven') read = readFileSync(passwordFile, 'utf8');
    }).run(user, 'spec');
    expect(read).toBe(await passwordNow());
    expect(read).not.toBe(before);
  });

  it('cannot be turned round once the old password is being removed, nor when none is under way', async () => {
    await expect(rotation().rollBack(user, 'spec')).rejects.toThrow('no rotation is under way');
    const crashing = rotation((step) => {
      if (step === 'done') throw new Error('crash');
    });
    await expect(crashing.run(user, 'spec')).rejects.toThrow('crash');
    await expect(rotation().rollBack(user, 'spec')).rejects.toThrow('gone already');
  });

  it('names and ends connections that do not follow', async () => {
    const [node] = stage.cluster.nodes;
    const straggler = new Redis({
      ...node,
      host: node?.host ?? '',
      port: node?.port ?? 0,
      ...(await login()),
      retryStrategy: () => null,
    });
    straggler.on('error', () => undefined);
    await straggler.client('SETNAME', 'forgotten');
    const evidence = await rotation(undefined, { switchTimeoutMs: 200 }).run(user, 'spec');
    expect(evidence.stragglers).toMatchObject([{ name: 'forgotten', node: node?.address }]);
    expect(evidence.killed).toBe(1);
    await waitFor(() => straggler.status === 'end');
    await stopLoad();
    expect(failures).toEqual([]);
  });

  it('stands still, with both passwords good, when the store refuses', async () => {
    const before = await passwordNow();
    const write = store.write.bind(store);
    store.write = (credential) =>
      credential.rotation?.step === 'switched' ? Promise.reject(new Error('disk full')) : write(credential);
    await expect(rotation().run(user, 'spec')).rejects.toThrow(`rotation of ${user} stands at switched: disk full`);
    expect(await opens(before)).toEqual(everywhere(true));
    store.write = write;
    await rotation().run(user, 'spec');
    expect(await opens(before)).toEqual(everywhere(false));
  });

  it.each([['declared'], ['not declared']])(
    'leaves the user that replication runs as alone when it is %s',
    async (is) => {
      const name = is === 'declared' ? 'replication' : 'admin';
      const rules = async (): Promise<string[]> =>
        ((await stage.node(0).admin.call('ACL', 'LIST')) as string[]).filter((rule) =>
          rule.startsWith(`user ${name} `),
        );
      try {
        await stage.onAll('ACL', 'SETUSER', name, 'on', '>theirs', 'allkeys', '+@all');
        await stage.onAll('CONFIG', 'SET', 'masteruser', name);
        const before = await rules();
        await rotation().run(user, 'spec');
        expect(await rules()).toEqual(before);
      } finally {
        await stage.onAll('CONFIG', 'SET', 'masteruser', '');
        await stage.onAll('ACL', 'DELUSER', 'admin');
      }
    },
  );

  it('of an unknown user is refused', async () => {
    await expect(rotation().run('nobody', 'spec')).rejects.toThrow('the store has no such user');
  });

  it('of the user of replication opens every link anew', async () => {
    const replication = (await store.read('replication')) as Credential;
    await stage.onAll('CONFIG', 'SET', 'masteruser', 'replication', 'masterauth', replication.password);
    await stage.onAll('CLIENT', 'KILL', 'TYPE', 'replica');
    await stage.cluster.untilOk();
    const evidence = await rotation(undefined, { switchTimeoutMs: 20_000 }).run('replication', 'spec');
    expect(evidence).toMatchObject({ user: 'replication', olderConnections: 0 });
    await stage.cluster.untilOk();
    await stopLoad();
    expect(failures).toEqual([]);
  }, 60_000);
});
