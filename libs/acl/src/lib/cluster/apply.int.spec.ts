import { AclStage, declaredUser } from '../../testing/acl-stage.ts';
import { PRESETS, SYSTEM_ROLES } from '../presets.ts';
import { applyUsers } from './apply.ts';
import { planUsers, type DeclaredUsers } from './plan.ts';

const declared: DeclaredUsers = {
  users: [
    declaredUser(PRESETS.session_store),
    declaredUser(PRESETS.security_dashboard),
    declaredUser(SYSTEM_ROLES.replication),
  ],
  defaultUser: 'keep',
};

describe('users of a cluster', () => {
  let stage: AclStage;
  beforeAll(async () => {
    stage = await AclStage.open();
  });
  afterAll(() => stage.close());
  afterEach(() => applyUsers(stage.acl, declared));

  const digests = async (): Promise<number> => new Set((await stage.acl.facts()).up.map(({ digest }) => digest)).size;

  it('are written on masters and replicas, saved, and the same everywhere', async () => {
    const plan = await planUsers(stage.acl, declared);
    expect(plan).toMatchObject({ isEmpty: false, problems: [], down: [] });
    expect(plan.nodes).toHaveLength(6);
    const result = await applyUsers(stage.acl, declared);
    expect(result).toMatchObject({ isOk: true, skipped: [], refused: [] });
    expect(result.nodes.every(({ isSaved, done }) => isSaved && done.length === 3)).toBe(true);
    expect(new Set(result.nodes.map(({ digest }) => digest)).size).toBe(1);
    expect(await digests()).toBe(1);
  });

  it('need nothing more once they are there', async () => {
    await applyUsers(stage.acl, declared);
    expect((await planUsers(stage.acl, declared)).isEmpty).toBe(true);
    const again = await applyUsers(stage.acl, declared);
    expect(again.isOk && again.nodes.every(({ done }) => done.length === 0)).toBe(true);
  });

  it('made or changed by hand on one node are seen and put right', async () => {
    const hand = stage.node(4).admin;
    await hand.call('ACL', 'SETUSER', 'x', 'on', 'nopass', '~*', '+@all');
    await hand.call('ACL', 'SETUSER', 'session_store', '+flushall', '>another');
    await hand.call('ACL', 'SETUSER', 'security_dashboard', 'off', '(+set ~*)');
    const plan = await planUsers(stage.acl, declared);
    const changed = plan.nodes.filter(({ changes }) => changes.length > 0);
    expect(changed.map(({ address }) => address)).toEqual([stage.node(4).address]);
    expect(changed[0]?.changes.map(({ user, kind, differs }) => [user, kind, ...differs]).sort()).toEqual([
      ['security_dashboard', 'update', 'state', 'rights'],
      ['session_store', 'update', 'passwords', 'rights'],
      ['x', 'delete'],
    ]);
    expect((await applyUsers(stage.acl, declared)).isOk).toBe(true);
    expect(await digests()).toBe(1);
    expect(await hand.call('ACL', 'USERS')).not.toContain('x');
  });

  it('that lose a right by hand are put right too', async () => {
    await stage.node(0).admin.call('ACL', 'SETUSER', 'session_store', '-get');
    expect((await planUsers(stage.acl, declared)).nodes.flatMap(({ changes }) => changes)).toMatchObject([
      { user: 'session_store', kind: 'update', differs: ['rights'] },
    ]);
  });

  it('that are not declared may be left alone by name', async () => {
    await stage.onAll('ACL', 'SETUSER', 'breakglass', 'on', '>secret', 'allkeys', '+@all');
    expect((await planUsers(stage.acl, { ...declared, ignored: ['breakglass'] })).isEmpty).toBe(true);
    expect((await planUsers(stage.acl, declared)).isEmpty).toBe(false);
  });

  it('with rules that a server does not know are refused before anything changes', async () => {
    const role = { ...PRESETS.ai_cache, root: { ...PRESETS.ai_cache.root, commands: ['expires', 'get'] } };
    const bad = { ...declared, users: [...declared.users, declaredUser(role)] };
    const result = await applyUsers(stage.acl, bad);
    expect(result).toMatchObject({ isOk: false, nodes: [] });
    expect(result.refused).toHaveLength(6);
    expect(result.refused[0]).toMatch(/does not know what ai_cache needs: expires$/);
    expect(await stage.node(0).admin.call('ACL', 'USERS')).not.toContain('ai_cache');
  });

  it.each([['two words'], ['default'], ['']])('named "%s" are refused', async (name) => {
    const bad = { ...declared, users: [declaredUser({ ...PRESETS.ai_cache, name })] };
    expect((await applyUsers(stage.acl, bad)).refused.join()).toContain('cannot be the name of a user');
  });

  it('may not shut `default` out before replication has a user of its own', async () => {
    const result = await applyUsers(stage.acl, { ...declared, defaultUser: 'off' });
    expect(result.isOk).toBe(false);
    expect(result.refused.join()).toContain('give replication a declared user first');
  });

  it('by whom nodes follow their masters are left alone with all that is not declared', async () => {
    const rulesOf = async (name: string): Promise<string | undefined> =>
      ((await stage.node(0).admin.call('ACL', 'LIST')) as string[]).find((rule) => rule.startsWith(`user ${name} `));
    try {
      await stage.onAll('ACL', 'SETUSER', 'follower', 'on', '>secret', 'allkeys', '+@all');
      await stage.onAll('CONFIG', 'SET', 'masteruser', 'follower');
      const before = await rulesOf('follower');
      await stage.onAll('ACL', 'SETUSER', 'session_store', '+flushall');
      expect(await applyUsers(stage.acl, declared, { keepsOrphans: true })).toMatchObject({ isOk: true });
      expect(await rulesOf('follower')).toBe(before);
      expect(await rulesOf('session_store')).not.toContain('flushall');
      // One user alone: the others stay as they are, declared or not.
      await stage.onAll('ACL', 'SETUSER', 'session_store', '+flushall');
      const more = { users: [...declared.users, declaredUser(PRESETS.ai_cache)], defaultUser: 'off' as const };
      const { nodes, isOk } = await applyUsers(stage.acl, more, { only: 'ai_cache' });
      expect(isOk).toBe(true);
      expect(nodes.map(({ done }) => done)).toEqual(stage.cluster.nodes.map(() => ['create ai_cache']));
      expect(await rulesOf('follower')).toBe(before);
      expect(await rulesOf('session_store')).toContain('flushall');
    } finally {
      await stage.onAll('CONFIG', 'SET', 'masteruser', '');
    }
  });

  it('by whom nodes follow their masters are never taken away, and keep what replication needs', async () => {
    const follower = { ...declared, ignored: ['follower'] };
    try {
      await stage.onAll('ACL', 'SETUSER', 'follower', 'on', '>secret', 'allkeys', '+@all');
      await stage.onAll('CONFIG', 'SET', 'masteruser', 'follower');
      // One that is left alone is a user of its own, too.
      expect(await planUsers(stage.acl, { ...follower, defaultUser: 'off' })).toMatchObject({
        problems: [],
        warnings: [],
      });
      expect((await planUsers(stage.acl, declared)).warnings).toEqual([expect.stringContaining('runs as follower')]);
      expect(await applyUsers(stage.acl, declared)).toMatchObject({ isOk: true, refused: [] });
      const rules = (await stage.node(0).admin.call('ACL', 'LIST')) as string[];
      const kept = rules.find((rule) => rule.startsWith('user follower '));
      expect(kept).toMatch(/ on .*#[0-9a-f]{64} .*\+psync/);
      expect(kept).not.toMatch(/\+@all|~\*/);
      expect((await planUsers(stage.acl, declared)).isEmpty).toBe(true);
    } finally {
      await stage.onAll('CONFIG', 'SET', 'masteruser', '');
    }
    expect(await applyUsers(stage.acl, declared)).toMatchObject({ isOk: true });
    expect(await stage.node(0).admin.call('ACL', 'USERS')).not.toContain('follower');
  });
});
