import { AuditLog, type AuditEntry } from '@redoubt/acl';
import { systemClock, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { makePosture, SAMPLE_CHECKS } from '@redoubt/contracts/testing';
import { clusterKeys } from '@redoubt/key-schema';
import { listAudit } from '@redoubt/storage';
import type { Permission } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { SecurityDesk } from '../../security/security-desk.ts';
import { ApiClient, type ApiCall } from '../../testing/api-client.ts';
import { signIn } from '../../testing/sign-in.ts';
import { startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';

jest.setTimeout(60_000);

let app: TestApp;
let api: ApiClient;
let platform: Tenant;
let admin: string;
let auditor: string;
let analyst: string;

const tokenOf = async (role: 'admin' | 'auditor' | 'analyst'): Promise<string> =>
  (await signIn(app.url, await app.addPerson(platform, role))).token;

beforeAll(async () => {
  app = await startApp({ PLATFORM_ORGANIZATION: 'platform' });
  api = await ApiClient.open(app.url);
  platform = await app.addTenant('platform');
  [admin, auditor, analyst] = await Promise.all([tokenOf('admin'), tokenOf('auditor'), tokenOf('analyst')]);
});
afterAll(() => app.close());

/** Says what acl-manager says, measured so long ago. */
async function publish(ageMs = 0): Promise<ReturnType<typeof makePosture>> {
  const posture = makePosture(Date.now() - ageMs);
  await app.redis.call('SET', clusterKeys.aclPosture(), [JSON.stringify(posture), 'EX', 60]);
  return posture;
}

const forget = () => app.redis.call('DEL', clusterKeys.aclPosture(), []);

/** Answers the next request as acl-manager would. */
async function answerNext(
  replyOf: (request: SecurityRequest) => Omit<SecurityReply, 'requestId'>,
): Promise<SecurityRequest> {
  const known = Number(await app.redis.call('XLEN', clusterKeys.aclRequests(), []));
  await waitFor(async () => Number(await app.redis.call('XLEN', clusterKeys.aclRequests(), [])) > known);
  const reply = await app.redis.call('XREVRANGE', clusterKeys.aclRequests(), ['+', '-', 'COUNT', 1]);
  const request = JSON.parse((reply as [string, string[]][])[0]?.[1][1] ?? '') as SecurityRequest;
  const { requestId } = request;
  const text = JSON.stringify({ requestId, ...replyOf(request) });
  await app.redis.call('SET', clusterKeys.aclReply(requestId), [text, 'EX', 300]);
  return request;
}

const audited = async (action: string) => (await listAudit(app.database, platform.orgId, { action })).entries;

describe('the posture', () => {
  it('is what acl-manager said last, for admins and auditors of the platform organisation', async () => {
    const posture = await publish();
    for (const key of [admin, auditor]) {
      expect((await api.call('getSecurityPosture', { key })).json).toEqual(JSON.parse(JSON.stringify(posture)));
    }
    expect((await api.call('listSecurityUsers', { key: auditor })).json).toMatchObject({ atMs: posture.atMs });
    expect((await api.call('getSecurityPosture', { key: analyst })).json.code).toBe('forbidden');
    const me = await api.call('getSession', { key: auditor });
    expect(me.json.permissions).toContain('platform:read');
  });

  it('is missed plainly when acl-manager is away', async () => {
    await forget();
    for (const operationId of ['getSecurityPosture', 'listSecurityUsers', 'exportSecurityReport']) {
      const answer = await api.call(operationId, { key: admin });
      expect([operationId, answer.status, answer.json.code]).toEqual([operationId, 503, 'acl_manager_unavailable']);
      expect(answer.headers.get('retry-after')).toBe('5');
    }
  });

  it('gives the overview its score, for those who may see it', async () => {
    await publish();
    const score = async (key: string) => (await api.call('getOverview', { key })).json.redisScore;
    expect(await score(auditor)).toEqual({ score: 59, measuredShare: 0.94 });
    expect(await score(analyst)).toBeNull();
    expect(await score(platform.admin)).toBeNull();
    await forget();
    expect(await score(auditor)).toBeNull();
  });
});

describe('acting on users', () => {
  const rotate: ApiCall = { params: { user: 'db-writer' }, body: { reason: 'monthly' } };

  it('goes to acl-manager with who asks and why, is audited, and can be followed', async () => {
    await publish();
    const [answer, request] = await Promise.all([
      api.call('rotateSecurityUser', { key: admin, ...rotate }),
      answerNext(() => ({ state: 'running', ok: true, detail: 'hash added on every node' })),
    ]);
    expect(answer).toMatchObject({ status: 202, json: { state: 'running', requestId: request.requestId } });
    expect(request).toMatchObject({ action: 'rotate', user: 'db-writer', reason: 'monthly' });
    expect(request.actor).toMatch(/^admin-.*@example\.com$/);
    expect(await audited('redis_user.rotate')).toMatchObject([
      { targetId: 'db-writer', reason: 'monthly', after: { requestId: request.requestId } },
    ]);
    const follow = { key: auditor, params: { requestId: request.requestId } };
    expect((await api.call('getSecurityRequest', follow)).json.state).toBe('running');
    const gone = { key: auditor, params: { requestId: platform.orgId } };
    expect((await api.call('getSecurityRequest', gone)).status).toBe(404);
  });

  it('turns a rotation round, and exchanges all passwords', async () => {
    await publish();
    const done = (): Omit<SecurityReply, 'requestId'> => ({
      ...{ state: 'done', ok: true, detail: 'done' },
      result: { action: 'rotate', users: [{ user: 'cli', ok: true, detail: 'done', evidence: { steps: 7 } }] },
    });
    const [, back] = await Promise.all([api.call('rollBackSecurityUser', { key: admin, ...rotate }), answerNext(done)]);
    expect(back).toMatchObject({ action: 'rollback', user: 'db-writer' });
    const body = { reason: 'somebody left' };
    const [all, request] = await Promise.all([api.call('rotateSecurityUsers', { key: admin, body }), answerNext(done)]);
    expect(request).not.toHaveProperty('user');
    expect(all.json).toMatchObject({ ok: true, result: { users: [{ user: 'cli' }] } });
    expect(await audited('redis_user.rotate')).toMatchObject([{ targetId: '*' }, { targetId: 'db-writer' }]);
  });

  it('is for admins, needs a reason, a user there is, and an acl-manager that lives', async () => {
    await publish();
    const code = async (call: ApiCall) => (await api.call('rotateSecurityUser', call)).json.code;
    expect(await code({ key: auditor, ...rotate })).toBe('forbidden');
    expect(await code({ key: admin, ...rotate, body: { reason: '  ' } })).toBe('invalid_body');
    expect(await code({ key: admin, ...rotate, params: { user: 'nobody' } })).toBe('not_found');
    expect(await code({ key: admin, ...rotate, params: { user: 'a user' } })).toBe('not_found');
    await publish(45_000);
    const sent = await app.redis.call('XLEN', clusterKeys.aclRequests(), []);
    const answer = await api.call('rotateSecurityUser', { key: admin, ...rotate });
    expect(answer).toMatchObject({ status: 503, json: { code: 'acl_manager_unavailable' } });
    expect(answer.json.detail).toMatch(/^it was last heard of 4\d s ago$/);
    expect(await app.redis.call('XLEN', clusterKeys.aclRequests(), [])).toBe(sent);
  });

  it('says that acl-manager did not answer when it takes too long', async () => {
    await publish();
    const desk = new SecurityDesk({ ...app, log: testLogger(), clock: systemClock }, { replyWaitMs: 200 });
    const who = { kind: 'api_key', id: 'k1', orgId: platform.orgId, permissions: new Set<Permission>() } as const;
    const { signal } = new AbortController();
    const asked = desk.ask({ action: 'apply', reason: 'x' }, { principal: who, signal }, () => Promise.resolve());
    await expect(asked).rejects.toMatchObject({
      code: 'acl_manager_unavailable',
      detail: expect.stringMatching(/^it has not answered request [0-9a-f-]{36}$/) as string,
    });
  });
});

describe('testing a command as a user', () => {
  const ask = { body: { user: 'db-writer', command: ['FLUSHALL'] } };
  const nodes = [
    { address: '127.0.0.1:7001', isAllowed: true, answer: 'OK' },
    { address: '127.0.0.1:7002', isAllowed: false, answer: 'no permissions to run the flushall command' },
  ];

  it('asks every node, and holds it allowed when all allow it', async () => {
    await publish();
    const said = { state: 'done', ok: true, detail: 'asked 2 nodes', result: { action: 'test', nodes } } as const;
    const [answer, request] = await Promise.all([
      api.call('testSecurityCommand', { key: auditor, ...ask }),
      answerNext(() => said),
    ]);
    expect(answer.json).toEqual({ isAllowed: false, detail: 'asked 2 nodes', nodes });
    expect(request).toMatchObject({ action: 'test', user: 'db-writer', command: ['FLUSHALL'] });
    expect(await audited('redis_user.tested')).toMatchObject([
      { targetId: 'db-writer', after: { command: 'FLUSHALL' } },
    ]);
  });

  it('tells what acl-manager has against it', async () => {
    await publish();
    const [answer] = await Promise.all([
      api.call('testSecurityCommand', { key: auditor, ...ask }),
      answerNext(() => ({ state: 'done', ok: false, detail: 'no node answered' })),
    ]);
    expect(answer.json).toMatchObject({ code: 'refused', detail: 'no node answered' });
  });
});

describe('the chain of the installation', () => {
  const records: AuditEntry[] = [
    { kind: 'command_denied', user: 'dashboard', node: 'n1:1', detail: { reason: 'command', object: 'flushall' } },
    { kind: 'command_denied', user: 'dashboard', node: 'n2:1', detail: { reason: 'key', object: 'x' } },
    { kind: 'rotation_done', user: 'cli', actor: 'ana@example.com', reason: 'monthly', detail: { steps: 7 } },
  ];

  it('is listed newest first, filtered and in pages', async () => {
    const log = new AuditLog({ redis: app.redis, clock: systemClock });
    for (const record of records) await log.append(record);
    const list = async (query: Record<string, string | number>) => {
      const { json } = await api.call('listSecurityAudit', { key: auditor, query });
      return json as { records: { seq: number; atMs: number; kind: string; node?: string }[]; nextCursor?: string };
    };
    const all = (await list({})).records.slice(0, 3);
    expect(all).toMatchObject(records.toReversed());
    expect((await list({ user: 'dashboard', reason: 'key' })).records).toMatchObject([{ node: 'n2:1' }]);
    expect((await list({ node: 'n1:1' })).records).toMatchObject([{ detail: { object: 'flushall' } }]);
    const first = await list({ user: 'dashboard', kind: 'command_denied', limit: 1 });
    const second = await list({ user: 'dashboard', kind: 'command_denied', limit: 1, cursor: first.nextCursor ?? '' });
    expect([...first.records, ...second.records]).toMatchObject([{ node: 'n2:1' }, { node: 'n1:1' }]);
    expect(await list({ toMs: all[2]?.atMs ?? 0, user: 'dashboard' })).toEqual({ records: [] });
    expect(await list({ fromMs: (all[0]?.atMs ?? 0) + 1 })).toEqual({ records: [] });
  });
});

describe('the report', () => {
  it('has everything as JSON and a line for each check as CSV, and is audited', async () => {
    const posture = await publish();
    const json = await api.call('exportSecurityReport', { key: auditor });
    expect(json.json).toMatchObject({ posture: { atMs: posture.atMs, score: posture.score } });
    expect(json.headers.get('content-disposition')).toMatch(/redis-security-\d{4}-\d\d-\d\d\.json/);
    const csv = await api.call('exportSecurityReport', { key: auditor, query: { format: 'csv' } });
    const lines = csv.text.split('\r\n');
    expect(lines).toHaveLength(SAMPLE_CHECKS.length + 2);
    expect(lines[0]).toBe('checkId,area,title,status,isCritical,weight,evidence,fix,nodes,measuredAt');
    expect(csv.text).toContain('tls.cert-expiry,encryption,Certificates last 21 days at least,fail,false,4,');
    expect(await audited('security_report.exported')).toMatchObject([
      { targetId: 'csv', after: { score: 59 } },
      { targetId: 'json', after: { score: 59 } },
    ]);
  });
});

it('without a platform organisation, or before it is there, nobody sees the installation', async () => {
  for (const name of [undefined, 'still-to-come']) {
    const other = await startApp(name === undefined ? {} : { PLATFORM_ORGANIZATION: name });
    const tenant = await other.addTenant('alone');
    const { token, me } = await signIn(other.url, await other.addPerson(tenant, 'admin'));
    expect(me.permissions).not.toContain('platform:read');
    const answer = await (await ApiClient.open(other.url)).call('getSecurityPosture', { key: token });
    expect(answer.json.code).toBe('forbidden');
    await other.close();
  }
});
