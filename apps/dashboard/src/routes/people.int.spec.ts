import { randomUUID } from 'node:crypto';
import { MailRecorder } from '@redoubt/notifications/testing';
import { getUser } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { ApiClient, type ApiAnswer } from '../testing/api-client.ts';
import { openSession, type SessionHolder } from '../testing/open-session.ts';
import { startApp, type Tenant, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let admin: SessionHolder;

beforeAll(async () => {
  app = await startApp({ USER_REQUESTS_PER_MINUTE: '100000', KEY_REQUESTS_PER_MINUTE: '100000' });
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
  admin = await openSession(app, acme, 'admin');
});
afterAll(() => app.close());

const asAdmin = (operationId: string, given: object = {}): Promise<ApiAnswer> =>
  api.call(operationId, { key: admin.token, ...given });

describe('members', () => {
  it('are listed by page', async () => {
    for (let i = 0; i < 3; i++) await app.addPerson(acme, 'viewer');
    const whole = (await asAdmin('listMembers')).json.members as { email: string }[];
    const first = await asAdmin('listMembers', { query: { limit: 2 } });
    const rest = await asAdmin('listMembers', { query: { cursor: first.json.nextCursor } });
    expect([...(first.json.members as object[]), ...(rest.json.members as object[])]).toEqual(whole);
    expect(rest.json.nextCursor).toBeUndefined();
    expect(whole.find(({ email }) => email === admin.email)).toMatchObject({ role: 'admin', source: 'local' });
  });

  it('with another role have its rights at once: their sessions end, and the log says who, why and from where', async () => {
    const ben = await openSession(app, acme, 'analyst');
    expect((await api.call('listMembers', { key: ben.token })).status).toBe(200);
    const params = { userId: ben.userId };
    const { json } = await asAdmin('changeMember', { params, body: { role: 'viewer', reason: 'left the team' } });
    expect(json.member).toMatchObject({ userId: ben.userId, role: 'viewer' });
    await waitFor(async () => (await api.call('listMembers', { key: ben.token })).status === 401);
    const { entries } = (await asAdmin('listAudit', { query: { target: ben.userId } })).json as { entries: object[] };
    expect(entries[0]).toMatchObject({
      ...{ action: 'member.role_changed', actor: admin.userId, reason: 'left the team', address: '127.0.0.1' },
      ...{ actorName: `The admin <${admin.email}>`, targetName: `The analyst <${ben.email}>` },
      ...{ before: { role: 'analyst' }, after: { role: 'viewer' } },
    });
  });

  it('are taken out, and are out at once', async () => {
    const eve = await openSession(app, acme, 'viewer');
    const params = { userId: eve.userId };
    expect((await asAdmin('removeMember', { params, query: { reason: 'gone' } })).json.member).toMatchObject(params);
    await waitFor(async () => (await api.call('listAlerts', { key: eve.token })).status === 401);
    expect((await asAdmin('removeMember', { params })).status).toBe(404);
    expect((await asAdmin('changeMember', { params, body: { role: 'admin' } })).status).toBe(404);
  });

  it('of another organisation, and users of none, are not found', async () => {
    const other = await app.addTenant('other-people');
    const stranger = await app.addPerson(other, 'viewer');
    for (const userId of [stranger.userId, randomUUID()]) {
      expect((await asAdmin('changeMember', { params: { userId }, body: { role: 'admin' } })).status).toBe(404);
      expect((await asAdmin('removeMember', { params: { userId } })).status).toBe(404);
    }
  });

  it('the last admin stays one', async () => {
    const params = { userId: admin.userId };
    const demoted = await asAdmin('changeMember', { params, body: { role: 'viewer' } });
    expect(demoted.json).toMatchObject({ code: 'refused', detail: expect.stringContaining('no admin left') });
    expect((await asAdmin('removeMember', { params })).json.code).toBe('refused');
    expect((await asAdmin('getOrganization')).status).toBe(200);
  });

  it('are managed by people: no key and no other role may', async () => {
    const others = [acme.admin, acme.read, (await openSession(app, acme, 'analyst')).token];
    for (const key of [...others, (await openSession(app, acme, 'auditor')).token]) {
      const params = { userId: admin.userId };
      expect((await api.call('changeMember', { key, params, body: { role: 'viewer' } })).json.code).toBe('forbidden');
      expect((await api.call('removeMember', { key, params })).json.code).toBe('forbidden');
      const body = { email: 'friend@example.com', role: 'admin' };
      expect((await api.call('invite', { key, body })).json.code).toBe('forbidden');
    }
  });
});

describe('invitations', () => {
  it('tell their token once, are listed without it, and end when they are ended', async () => {
    const body = { email: 'New@Example.com', role: 'analyst', reason: 'on call' };
    const made = await asAdmin('invite', { body });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      mail: null,
      invitation: { email: 'new@example.com', state: 'open', invitedBy: `The admin <${admin.email}>` },
    });
    const token = made.json.token as string;
    expect((await api.call('showInvitation', { body: { token } })).json).toMatchObject({ role: 'analyst' });
    const listed = await asAdmin('listInvitations');
    expect(listed.text).not.toContain(token);
    const { invitationId } = made.json.invitation as { invitationId: string };
    const ended = await asAdmin('revokeInvitation', { params: { invitationId } });
    expect(ended.json.invitation).toMatchObject({ state: 'revoked' });
    expect((await api.call('showInvitation', { body: { token } })).status).toBe(404);
    expect((await asAdmin('revokeInvitation', { params: { invitationId: randomUUID() } })).status).toBe(404);
    const log = await asAdmin('listAudit', { query: { action: 'invitation' } });
    expect((log.json.entries as { action: string }[]).map(({ action }) => action)).toEqual([
      'invitation.revoked',
      'invitation.created',
    ]);
    expect(log.text).not.toContain(token);
  });

  it('of a member, or to no address, are refused', async () => {
    expect((await asAdmin('invite', { body: { email: admin.email, role: 'viewer' } })).json.code).toBe('refused');
    expect((await asAdmin('invite', { body: { email: 'no address', role: 'viewer' } })).json.code).toBe('refused');
    expect((await asAdmin('invite', { body: { email: 'a@b.example', role: 'owner' } })).json.code).toBe('invalid_body');
  });

  it('cost more than other requests, so that nobody is flooded with them', async () => {
    const slow = await startApp({ USER_REQUESTS_PER_MINUTE: '60' });
    try {
      const client = await ApiClient.open(slow.url);
      const { token: key } = await openSession(slow, await slow.addTenant('slow'), 'admin');
      const invite = (i: number) =>
        client.call('invite', { key, body: { email: `p${i}@example.com`, role: 'viewer' } });
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await invite(i)).status);
      expect(statuses).toEqual([201, 429, 429]);
    } finally {
      await slow.close();
    }
  });

  it('are mailed where the platform can, and then nobody but the invited one has the token', async () => {
    const mail = await MailRecorder.start();
    const mailing = await startApp({
      ...{ NOTIFY_SMTP_HOST: '127.0.0.1', NOTIFY_SMTP_PORT: String(mail.port) },
      DASHBOARD_URL: 'https://soc.example.org',
    });
    try {
      const client = await ApiClient.open(mailing.url);
      const tenant = await mailing.addTenant('mailing');
      const { token: key } = await openSession(mailing, tenant, 'admin');
      const invite = (email: string) => client.call('invite', { key, body: { email, role: 'viewer' } });
      expect((await invite('new@example.com')).json).toMatchObject({ token: null, mail: { ok: true } });
      // Quoted-printable breaks lines that are too long.
      const text = mail.mails[0]?.raw.replaceAll(/=\r?\n/g, '') ?? '';
      const [, token] = /https:\/\/soc\.example\.org\/invite#([\w-]{43})/.exec(text) ?? [];
      const shown = await client.call('showInvitation', { body: { token } });
      expect(shown.json).toMatchObject({ organization: 'mailing', email: 'new@example.com' });
      const proofOf = async (email: string, given: unknown): Promise<string | undefined> => {
        const body = { token: given, displayName: 'Somebody', password: 'correct horse battery' };
        expect((await client.call('acceptInvitation', { body })).status).toBe(200);
        return (await getUser(mailing.database, email)).emailProof;
      };
      expect(await proofOf('new@example.com', token)).toBe('mail');
      mail.refusal = () => 550;
      const refused = await invite('gone@example.com');
      expect(refused.json).toMatchObject({ token: expect.any(String), mail: { ok: false, detail: 'SMTP 550' } });
      // Whoever invited may be who accepts.
      expect(await proofOf('gone@example.com', refused.json.token)).toBeUndefined();
    } finally {
      await mailing.close();
      await mail.close();
    }
  });
});
