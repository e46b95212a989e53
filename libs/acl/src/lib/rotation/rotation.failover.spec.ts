import { systemClock } from '@redoubt/contracts';
import { createLogger } from '@redoubt/telemetry';
import { createTempDir, waitFor, type TempDir } from '@redoubt/test-kit';
import { AclStage } from '../../testing/acl-stage.ts';
import { applyUsers } from '../cluster/apply.ts';
import type { DeclaredUsers } from '../cluster/plan.ts';
import { PRESETS } from '../presets.ts';
import { hashesOf, newPassword, type Credential } from './credential-store.ts';
import type { RotationStep } from './evidence.ts';
import { FileCredentialStore } from './file-credential-store.ts';
import { Rotation } from './rotation.ts';
import { ServiceSwitcher } from './switchers.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const clock = systemClock;
const user = 'session_store';

describe('rotation while nodes fail', () => {
  let stage: AclStage;
  let temp: TempDir;
  let store: FileCredentialStore;

  beforeEach(async () => {
    stage = await AclStage.open();
    temp = createTempDir('credentials');
    store = new FileCredentialStore(temp.path);
    await store.write({ user, password: newPassword(), createdAtMs: clock.now() });
    expect((await applyUsers(stage.acl, await declared())).isOk).toBe(true);
  });
  afterEach(async () => {
    await stage.close();
    temp.remove();
  });

  async function declared(): Promise<DeclaredUsers> {
    const hashes = hashesOf((await store.read(user)) as Credential);
    return { users: [{ role: PRESETS.session_store, hashes }], defaultUser: 'keep' };
  }

  function rotation(onStep?: (step: RotationStep) => void): Rotation {
    const times = { switchTimeoutMs: 300, pollMs: 20 };
    return new Rotation({
      ...{ cluster: stage.acl, store, declared, clock, log },
      switcherOf: () => new ServiceSwitcher({ cluster: stage.acl, clock }, times),
      ...(onStep ? { onStep } : {}),
    });
  }

  it('says which node is down before anything changes there, and goes on when it is back', async () => {
    const before = (await store.read(user)) as Credential;
    const dead = stage.node(4);
    await dead.kill9();
    await expect(rotation().run(user, 'spec')).rejects.toThrow(`${dead.address} does not answer`);
    expect(await store.read(user)).toMatchObject({ password: before.password, rotation: { step: 'prepared' } });
    for (const node of stage.cluster.nodes.filter(({ isRunning }) => isRunning)) {
      const held = (await node.admin.call('ACL', 'GETUSER', user)) as unknown[];
      expect(held[held.indexOf('passwords') + 1]).toHaveLength(1);
    }
    await stage.cluster.restart(dead);
    const evidence = await waitFor(() => rotation().run(user, 'spec'), { timeoutMs: 20_000 });
    expect(evidence).toMatchObject({ olderConnections: 0, wasResumed: false });
    expect(((await store.read(user)) as Credential).password).not.toBe(before.password);
  }, 60_000);

  it('keeps both passwords good while a node is down in the middle, and can be turned round', async () => {
    const before = (await store.read(user)) as Credential;
    const dead = stage.node(5);
    const crashing = rotation((step) => {
      if (step === 'proven') throw new Error('crash');
    });
    await expect(crashing.run(user, 'spec')).rejects.toThrow('crash');
    await dead.kill9();
    await expect(rotation().run(user, 'spec')).rejects.toThrow(/stands at (switched|removing)/);
    const held = (await stage.node(0).admin.call('ACL', 'GETUSER', user)) as unknown[];
    expect(held[held.indexOf('passwords') + 1]).toHaveLength(2);
    await stage.cluster.restart(dead);
    await waitFor(() => rotation().rollBack(user, 'spec'), { timeoutMs: 20_000 });
    expect(await store.read(user)).toEqual({ ...before, rolledBackAtMs: expect.any(Number) });
  }, 60_000);

  it('stops where it stands when it is told to, and can be turned round from there', async () => {
    const before = (await store.read(user)) as Credential;
    const stop = new AbortController();
    const stopping = rotation((step) => {
      if (step === 'switched') stop.abort();
    });
    await expect(stopping.run(user, 'spec', { signal: stop.signal })).rejects.toThrow('it was stopped');
    await rotation().rollBack(user, 'spec');
    expect((await store.read(user))?.password).toBe(before.password);
  });
});
