import { randomUUID } from 'node:crypto';
import { newOrgId, type OrgId } from '@redoubt/contracts';
import { listAudit } from '@redoubt/storage';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { createSecretBox } from '@redoubt/encryption';
import { changeChannel, openChannel } from './change-channel.ts';
import type { ChannelChange, NewChannel } from './channel.ts';
import { saveChannel } from './channels.ts';

const secretBox = createSecretBox([Buffer.alloc(32, 3).toString('base64')]);
const by = { actor: 'user:u-1', reason: 'moved' };
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const hook: NewChannel = { type: 'webhook', name: 'soar', url: 'https://soar.example.org/T0P', secret };
const smtp = { host: 'mail.example.org', port: 587, isSecure: false, username: 'redoubt', password: 'hunter-2' };
const mail: NewChannel = { type: 'email', name: 'soc', to: ['soc@example.org'], smtp };

let deps: TestBackends;
let orgId: OrgId;

beforeAll(async () => {
  deps = await connectTestBackends();
});
afterAll(() => deps.close());
beforeEach(async () => {
  orgId = await deps.newOrg(`o-${randomUUID().slice(0, 8)}`);
});

const save = async (channel: NewChannel): Promise<string> =>
  (await saveChannel(deps.database, orgId, channel, { ...by, secretBox })).channelId;
const change = (channelId: string, given: ChannelChange) =>
  changeChannel(deps.database, orgId, given, { ...by, channelId, secretBox });
const open = (channelId: string) => openChannel(deps.database, orgId, { channelId, secretBox });

test('what is not named stays, secrets too', async () => {
  const channelId = await save(hook);
  expect(await change(channelId, { name: 'soar-2', isEnabled: false })).toMatchObject({
    name: 'soar-2',
    hasSecret: true,
  });
  expect(await open(channelId)).toMatchObject({ ...hook, name: 'soar-2', isEnabled: false });
  await change(channelId, { url: 'https://other.example.org/x', filter: { minSeverity: 'critical' } });
  expect(await open(channelId)).toMatchObject({
    ...{ url: 'https://other.example.org/x', secret },
    filter: { minSeverity: 'critical', isResolvedTold: true },
  });
});

test('a password goes to the server it was given for and to no other', async () => {
  const channelId = await save(mail);
  const { password, ...server } = smtp;
  await change(channelId, { smtp: server, to: ['a@example.org'] });
  expect(await open(channelId)).toMatchObject({ to: ['a@example.org'], smtp });
  for (const other of [{ host: 'evil.example.org' }, { port: 25 }, { username: 'x' }]) {
    await change(channelId, { smtp });
    await change(channelId, { smtp: { ...server, ...other } });
    const opened = await open(channelId);
    expect(opened).toMatchObject({ smtp: { ...server, ...other } });
    expect(JSON.stringify(opened)).not.toContain(password);
  }
  expect(await change(channelId, { smtp: null })).toMatchObject({
    config: { to: ['a@example.org'] },
    hasSecret: false,
  });
});

test('the audit log tells that a secret was changed, and not which', async () => {
  const channelId = await save(hook);
  await change(channelId, { name: 'renamed' });
  await change(channelId, { url: 'https://other.example.org/VERYSECRET' });
  const { entries } = await listAudit(deps.database, orgId, { targetId: channelId });
  expect(entries).toMatchObject([
    { action: 'channel.changed', reason: 'moved', after: { isSecretChanged: true, target: 'other.example.org' } },
    { action: 'channel.changed', before: { name: 'soar' }, after: { name: 'renamed' } },
    { action: 'channel.created' },
  ]);
  expect(entries[1]?.after).not.toHaveProperty('isSecretChanged');
  expect(JSON.stringify(entries)).not.toMatch(/VERYSECRET|whsec_|T0P/);
});

test.each<[ChannelChange, string]>([
  [{ routingKey: 'R'.repeat(32) }, 'routingKey'],
  [{ url: 'ftp://x.example.org' }, 'url'],
  [{ name: '' }, 'name'],
  [{ secret: 'short' }, 'secret'],
])('%j is refused', async (given, where) => {
  const channelId = await save(hook);
  await expect(change(channelId, given)).rejects.toThrow(where);
});

test('a name that is taken, a channel that is none, and a secret without a key are refused', async () => {
  const channelId = await save(hook);
  await save({ ...hook, name: 'other' });
  await expect(change(channelId, { name: 'other' })).rejects.toThrow('already');
  await expect(change(randomUUID(), { name: 'x' })).rejects.toThrow('no channel');
  expect(await openChannel(deps.database, newOrgId(), { channelId, secretBox })).toBeUndefined();
  await expect(openChannel(deps.database, orgId, { channelId })).rejects.toThrow('REDOUBT_SECRET_KEY');
});
