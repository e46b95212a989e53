import type { OrgId } from '@redoubt/contracts';
import { acceptInvitation, inviteMember } from '@redoubt/tenancy';
import { CliStage } from './testing/cli-stage.ts';

let stage: CliStage;
beforeAll(async () => {
  stage = await CliStage.open();
  await stage.ok('org', 'create', 'acme', '--group', 'db_writer');
});
afterAll(() => stage.close());

// Each command is a process of its own.
jest.setTimeout(120_000);

const email = 'zoe@example.com';

test('a user is made, joins, gets a password, is disabled and leaves; the audit log tells it and is sound', async () => {
  const made = await stage.run(
    ['user', 'create', email, '--org', 'acme', '--role', 'analyst', '--password-stdin', '--actor', 'root', '--json'],
    { stdin: 'correct horse battery\n' },
  );
  expect(made.stderr).toBe('');
  const { user } = made.json() as { user: { id: string } };
  expect(user).toMatchObject({ email, hasPassword: true, isDisabled: false });
  await stage.ok('member', 'add', email, '--org', 'acme', '--role', 'admin', '--reason', 'promoted');
  expect((await stage.run(['user', 'passwd', email], { stdin: 'another good passphrase' })).code).toBe(0);
  await stage.ok('user', 'disable', email);
  expect((await stage.ok('member', 'list', '--org', 'acme', '--json')).json()).toMatchObject({
    members: [{ userId: user.id, role: 'admin', source: 'local', isDisabled: true }],
  });
  expect((await stage.ok('user', 'list')).stdout).toMatch(/zoe@example\.com.*disabled/);
  await stage.ok('member', 'remove', email, '--org', 'acme');
  const tail = (await stage.ok('audit', 'tail', '--org', 'acme', '--target', user.id, '--json')).json();
  const entries = tail.entries as { action: string; actor: string; reason: string | null }[];
  expect(entries.map(({ action }) => action)).toEqual([
    ...['member.added', 'member.role_changed', 'user.password_changed'],
    ...['user.disabled', 'member.removed'],
  ]);
  expect(entries[0]?.actor).toBe('root');
  expect(entries[1]?.reason).toBe('promoted');
  const verdict = (await stage.ok('audit', 'verify', '--org', 'acme', '--json')).json();
  expect(verdict).toMatchObject({ isSound: true });
  await stage.ok('audit', 'verify', '--org', 'acme', '--anchor', verdict.head as string);
  expect((await stage.ok('audit', 'tail')).stdout).toContain('user.created');
});

test('an account that its inviter may have made becomes a member elsewhere with a flag only; a sign-out ends its sessions', async () => {
  const { database } = stage.database;
  const [acme] = await database.query<{ id: OrgId }>("SELECT id FROM organizations WHERE name = 'acme'");
  const by = { kind: 'user', name: 'an admin' } as const;
  const invited = { email: 'victim@example.com', role: 'viewer' } as const;
  const { token } = await inviteMember(database, (acme as { id: OrgId }).id, invited, by);
  await acceptInvitation({ database, redis: stage.redis }, token, {
    displayName: 'Not Victim',
    password: 'correct horse battery',
  });
  await stage.ok('org', 'create', 'elsewhere', '--group', 'db_writer');
  const add = ['member', 'add', invited.email, '--org', 'elsewhere', '--role', 'admin'];
  const refused = await stage.run(add);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('nobody has shown');
  await stage.ok(...add, '--unproved');
  await stage.ok('user', 'sign-out', invited.email, '--reason', 'just in case');
  expect((await stage.ok('audit', 'tail', '--org', 'elsewhere')).stdout).toContain('user.signed_out');
});

test('a changed entry is named, with exit code 3', async () => {
  await stage.database.database.session(async (session) => {
    session.discard();
    await session.query('SET session_replication_role = replica');
    await session.query("UPDATE audit_log SET actor = 'nobody' WHERE seq = 1");
  });
  const run = await stage.run(['audit', 'verify', '--org', 'acme']);
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('entry 1 was changed');
});

test('what cannot be is refused: unknown users, half a membership, no password', async () => {
  expect((await stage.run(['user', 'disable', 'nobody@example.com'])).code).toBe(2);
  expect((await stage.run(['user', 'create', 'x@example.com', '--org', 'acme'])).code).toBe(2);
  expect((await stage.run(['user', 'create', 'x@example.com', '--password-stdin'])).code).toBe(2);
});
