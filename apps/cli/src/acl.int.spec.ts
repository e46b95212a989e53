import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clusterKeys } from '@redoubt/key-schema';
import { NodesStage } from './testing/nodes-stage.ts';

jest.setTimeout(120_000);
let stage: NodesStage;

beforeAll(async () => {
  stage = await NodesStage.open();
});
afterAll(() => stage.close());

const users = ['--users', 'db-writer,security_readonly,acl-manager'];
const because = ['--reason', 'spec', '--yes'];

describe('redoubt acl', () => {
  it('plans and says what is missing before anything changes', async () => {
    const blind = await stage.run(['acl', 'plan', ...users], { env: { CREDENTIALS_DIR: undefined } });
    expect(blind.code).toBe(7);
    expect(blind.stdout).toContain('no password is known of db-writer, security_readonly, acl-manager');
    const plan = (await stage.ok('acl', 'plan', ...users, '--json')).json();
    expect(plan).toMatchObject({ schemaVersion: 1, canApply: true, isEmpty: false, problems: [], down: [] });
    const undecided = await stage.run(['acl', 'apply', ...users]);
    expect(undecided).toMatchObject({ code: 2, stdout: '' });
    expect(undecided.stderr).toContain('add --dry-run to look, or --reason <why> --yes to do it');
    const dry = await stage.ok('acl', 'apply', ...users, '--dry-run');
    expect(dry.stdout).toContain('nothing was done: this was a dry run');
    expect(existsSync(stage.credentialsDir)).toBe(false);
    expect((await stage.run(['acl', 'diff', ...users])).code).toBe(7);
  });

  it('gives every node the users, keeps their passwords to itself and writes down who did it', async () => {
    const applied = await stage.ok('acl', 'apply', ...users, ...because, '--json');
    expect(applied.json()).toMatchObject({ isDone: true, isAudited: true, nodes: [{ isSaved: true }, {}, {}] });
    const file = join(stage.credentialsDir, 'db-writer');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(applied.stdout).not.toContain(readFileSync(file, 'utf8'));
    const again = await stage.ok('acl', 'apply', ...users, '--reason', 'again');
    expect(again.stdout).toMatch(/done on 3 nodes/);
    expect((await stage.ok('acl', 'diff', ...users)).stdout).toMatch(/^as declared +3 nodes/);
    const list = (await stage.ok('acl', 'list', ...users, '--json')).json();
    expect(list).toMatchObject({
      login: 'acl-manager',
      users: [
        { user: 'acl-manager', isDeclared: true, passwords: 1 },
        { user: 'db-writer', isOn: true, missingOn: [], differsOn: [] },
        { user: 'default', isNoPass: true, grants: [{ commands: ['all'], keys: ['~*'] }] },
        { user: 'security_readonly' },
      ],
    });
    const chain = (await stage.ok('audit', 'tail', '--redis', '--json')).json();
    expect(chain.records).toMatchObject([
      { seq: 1, kind: 'users_applied', actor: 'olga', reason: 'spec' },
      { seq: 2, reason: 'again' },
    ]);
  });

  it('shows drift made by hand and takes it away', async () => {
    const { admin, address } = stage.node(1);
    await admin.call('ACL', 'SETUSER', 'x', 'on', 'nopass', '~*', '+@all');
    await admin.call('ACL', 'SETUSER', 'db-writer', '+flushall');
    const diff = await stage.run(['acl', 'diff', ...users, '--json']);
    expect(diff.code).toBe(7);
    expect(diff.stderr).toMatch(/its aclfile .* is not what the node has: db-writer, x/);
    expect(diff.json()).toMatchObject({
      drift: [
        { address, user: 'db-writer', kind: 'differs', what: ['+flushall'] },
        { address, user: 'x', kind: 'not_declared', what: ['+on', '+nopass'] },
      ],
      unequalUsers: ['db-writer', 'x'],
    });
    const kept = await stage.ok('acl', 'plan', ...users);
    expect(kept.stdout).toMatch(/keep +x .*--prune deletes it/);
    await stage.ok('acl', 'apply', ...users, '--prune', ...because);
    expect((await stage.run(['acl', 'diff', ...users])).code).toBe(0);
  });

  it('leaves the user that replication runs as alone unless it is to prune', async () => {
    const { admin, address } = stage.node(1);
    const rights = (): Promise<unknown> => admin.call('ACL', 'GETUSER', 'their-admin');
    await admin.call('ACL', 'SETUSER', 'their-admin', 'on', '>secret', 'allkeys', '+@all');
    await admin.call('CONFIG', 'SET', 'masteruser', 'their-admin');
    try {
      const before = await rights();
      const plan = await stage.ok('acl', 'plan', ...users);
      expect(plan.stdout).toMatch(/keep +their-admin .*--prune leaves it replication alone/);
      expect((await stage.run(['acl', 'diff', ...users, '--json'])).json()).toMatchObject({
        drift: [{ address, user: 'their-admin', kind: 'not_declared', what: ['+on'] }],
      });
      await stage.ok('acl', 'apply', ...users, ...because);
      expect(await rights()).toEqual(before);
      await stage.ok('acl', 'apply', ...users, '--prune', ...because);
      expect(JSON.stringify(await rights())).toContain('+psync');
    } finally {
      await admin.call('CONFIG', 'SET', 'masteruser', '');
      await admin.call('ACL', 'DELUSER', 'their-admin');
    }
  });

  it('asks nodes what a user may do', async () => {
    const refused = await stage.run(['acl', 'test', 'db-writer', 'FLUSHALL', '--json']);
    expect(refused.code).toBe(3);
    expect(refused.json().answers).toHaveLength(3);
    expect(refused.json()).toMatchObject({ answers: [{ isAllowed: false, command: 'FLUSHALL' }, {}, {}] });
    const allowed = await stage.run(['acl', 'test', 'db-writer', 'TIME', '--node', stage.node(0).address]);
    expect(allowed.code).toBe(0);
    expect((await stage.ok('acl', 'test', 'db-writer')).stdout).toMatch(/^as it should be +\d+ commands/);
    const meant = await stage.run(['acl', 'test', 'db-writr', 'TIME']);
    expect(meant).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean db-writer?') as string });
  });

  it('exchanges passwords and shuts users out from here when no acl-manager runs', async () => {
    const none = await stage.run(['acl', 'rotate', 'db-writer', ...because]);
    expect(none).toMatchObject({ code: 6, stderr: expect.stringContaining('acl-manager does not run') as string });
    const before = readFileSync(join(stage.credentialsDir, 'db-writer'), 'utf8');
    const rotated = await stage.ok('acl', 'rotate', 'db-writer', '--direct', ...users, ...because, '--json');
    expect(rotated.json()).toMatchObject({ isDone: true, users: [{ ok: true, evidence: { olderConnections: 0 } }] });
    const after = readFileSync(join(stage.credentialsDir, 'db-writer'), 'utf8');
    expect(after).not.toBe(before);
    expect(rotated.stdout).not.toContain(after);

    const revoked = await stage.ok('acl', 'revoke', 'db-writer', '--direct', ...because, '--json');
    expect(revoked.json()).toMatchObject({ ok: true, leftConnections: 0 });
    const list = (await stage.ok('acl', 'list', 'db-writer', ...users, '--json')).json();
    expect(list.users).toMatchObject([{ isOn: false, passwords: 0 }]);
    await stage.ok('acl', 'apply', ...users, ...because);
    const kept = (await stage.ok('acl', 'list', 'db-writer', ...users, '--json')).json();
    expect(kept.users).toMatchObject([{ isOn: false }]);
    await stage.ok('acl', 'revoke', 'db-writer', '--direct', '--undo', ...because);
    await stage.ok('acl', 'apply', ...users, ...because);
    const back = (await stage.ok('acl', 'list', 'db-writer', ...users, '--json')).json();
    expect(back.users).toMatchObject([{ isOn: true }]);
  });

  it('writes users down with hashes only where they are meant to be', async () => {
    const shown = await stage.ok('acl', 'export', ...users);
    expect(shown.stdout).toMatch(/^user default on nopass /);
    expect(shown.stdout).not.toMatch(/#[0-9a-f]{64}/);
    const file = join(stage.temp.path, 'users.acl');
    await stage.ok('acl', 'export', ...users, '--out', file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/\nuser db-writer on #[0-9a-f]{64} /);
    expect((await stage.run(['acl', 'export', ...users, '--out', file])).code).toBe(7);
  });

  it.each([
    [['acl', 'plan', '--users', 'db-writr'], 'did you mean db-writer?'],
    [['acl', 'list', 'a user'], 'must be the name of a Redis user'],
    [['acl', 'diff', '--node', '10.9.8.7:1'], 'the cluster has no node "10.9.8.7:1"'],
    [['acl', 'rotate', '--reason', 'x', '--yes'], 'name one user, or --all'],
    [['acl', 'list', '--as', 'nobody'], 'the folder of passwords has none of nobody'],
    [['audit', 'tail', '--redis', '--org', 'acme'], 'of no organisation'],
  ])('%p is refused with a hint', async (args, hint) => {
    expect(await stage.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(hint) as string });
  });

  it('says who may when the user of the settings may not', async () => {
    const password = readFileSync(join(stage.credentialsDir, 'db-writer'), 'utf8');
    const login = { REDIS_USERNAME: 'db-writer', REDIS_PASSWORD: password, CREDENTIALS_DIR: undefined };
    const run = await stage.run(['acl', 'list'], { env: login });
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toContain('db-writer: its role may not');
  });
});

describe('redoubt audit verify --redis', () => {
  it('finds a changed byte and says where', async () => {
    const sound = (await stage.ok('audit', 'verify', '--redis', '--json')).json();
    expect(sound).toMatchObject({ isSound: true });
    const key = clusterKeys.aclAudit();
    const { admin } = await stage.cluster.masterOfKey(key);
    const rows = (await admin.call('XRANGE', key, '-', '+')) as [string, string[]][];
    await admin.call('DEL', key);
    for (const [id, fields] of rows) {
      await admin.call('XADD', key, id, ...fields.map((text) => text.replace('"reason":"again"', '"reason":"agair"')));
    }
    const run = await stage.run(['audit', 'verify', '--redis', '--json']);
    expect(run.code).toBe(3);
    expect(run.json()).toMatchObject({ isSound: false, entries: 1, fault: 'changed', seq: 2, entryId: rows[1]?.[0] });
    const other = await stage.run(['audit', 'verify', '--redis', '--anchor', `99:${'0'.repeat(64)}`]);
    expect(other.stdout).toContain('was changed after it was written');
  });
});
