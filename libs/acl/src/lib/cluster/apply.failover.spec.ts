import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { waitFor } from '@redoubt/test-kit';
import { AclStage, declaredUser } from '../../testing/acl-stage.ts';
import { PRESETS } from '../presets.ts';
import { applyUsers } from './apply.ts';
import { planUsers, type DeclaredUsers } from './plan.ts';

const declared: DeclaredUsers = { users: [declaredUser(PRESETS.session_store)], defaultUser: 'keep' };

describe('users of a cluster in trouble', () => {
  let stage: AclStage;
  beforeEach(async () => {
    stage = await AclStage.open();
  });
  afterEach(() => stage.close());

  it('a node that is down is named and nothing is changed, unless it may be left out', async () => {
    const dead = stage.node(5);
    await dead.kill9();
    const refused = await applyUsers(stage.acl, declared);
    expect(refused).toMatchObject({ isOk: false, nodes: [] });
    expect(refused.refused.join()).toContain(`${dead.address} does not answer`);
    expect(await stage.node(0).admin.call('ACL', 'USERS')).toEqual(['default']);

    const partial = await applyUsers(stage.acl, declared, { downNodes: 'skip' });
    expect(partial).toMatchObject({ isOk: false, skipped: [{ address: dead.address }] });
    expect(partial.nodes.every(({ isSaved }) => isSaved)).toBe(true);

    // It comes back with the users it had: none of ours.
    await stage.cluster.restart(dead);
    const plan = await waitFor(async () => {
      const found = await planUsers(stage.acl, declared);
      return found.down.length === 0 && found;
    });
    const changed = (plan as Awaited<ReturnType<typeof planUsers>>).nodes.filter(({ changes }) => changes.length > 0);
    expect(changed.map(({ address }) => address)).toEqual([dead.address]);
    expect((await applyUsers(stage.acl, declared)).isOk).toBe(true);
  });

  it('a node that restarts with an emptied file gets its users again', async () => {
    await applyUsers(stage.acl, declared);
    const node = stage.node(1);
    await node.kill9();
    writeFileSync(node.aclFile, '');
    await node.start();
    expect(await node.admin.call('ACL', 'USERS')).toEqual(['default']);
    await waitFor(async () => (await applyUsers(stage.acl, declared, { downNodes: 'skip' })).isOk);
    expect(await node.admin.call('ACL', 'USERS')).toEqual(['default', 'session_store']);
  });

  it('what somebody wrote into the file of a node is found when it has read it, and taken away', async () => {
    await applyUsers(stage.acl, declared);
    const node = stage.node(3);
    await node.kill9();
    appendFileSync(node.aclFile, 'user intruder on nopass ~* &* +@all\n');
    await node.start();
    const plan = await waitFor(async () => {
      const found = await planUsers(stage.acl, declared);
      return found.down.length === 0 && found;
    });
    const changes = (plan as Awaited<ReturnType<typeof planUsers>>).nodes.flatMap((one) => one.changes);
    expect(changes).toMatchObject([{ user: 'intruder', kind: 'delete' }]);
    await applyUsers(stage.acl, declared, { downNodes: 'skip' });
    expect(await node.admin.call('ACL', 'USERS')).toEqual(['default', 'session_store']);
  });

  it('a node that cannot save is an error, not a success', async () => {
    const failing = stage.node(2);
    rmSync(failing.aclFile);
    mkdirSync(failing.aclFile);
    const result = await applyUsers(stage.acl, declared);
    expect(result.isOk).toBe(false);
    expect(result.nodes.find(({ address }) => address === failing.address)).toMatchObject({ isSaved: false });
    expect(result.nodes.find(({ address }) => address === failing.address)?.error).toMatch(/sav/i);
    rmSync(failing.aclFile, { recursive: true });
    expect((await applyUsers(stage.acl, declared)).isOk).toBe(true);
  });
});
