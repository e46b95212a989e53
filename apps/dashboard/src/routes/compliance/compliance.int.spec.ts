import { createHash, randomUUID } from 'node:crypto';
import { verifySignedReport, type SignedReport } from '@redoubt/compliance';
import { endComplianceRequest, findComplianceRequest, listAudit } from '@redoubt/storage';
import { ApiClient, type ApiAnswer, type ApiCall } from '../../testing/api-client.ts';
import { signIn } from '../../testing/sign-in.ts';
import { startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';
import { storeReport, storeRun } from '../../testing/store-compliance.ts';

jest.setTimeout(60_000);

let app: TestApp;
let api: ApiClient;
let platform: Tenant;
let acme: Tenant;
let admin: string;
let auditor: string;
let analyst: string;
let viewer: string;

const tokenOf = async (tenant: Tenant, role: 'admin' | 'auditor' | 'analyst' | 'viewer'): Promise<string> =>
  (await signIn(app.url, await app.addPerson(tenant, role))).token;

beforeAll(async () => {
  app = await startApp({ PLATFORM_ORGANIZATION: 'platform', USER_REQUESTS_PER_MINUTE: '100000' });
  api = await ApiClient.open(app.url);
  [platform, acme] = [await app.addTenant('platform'), await app.addTenant('acme')];
  [admin, auditor] = await Promise.all([tokenOf(platform, 'admin'), tokenOf(platform, 'auditor')]);
  [analyst, viewer] = await Promise.all([tokenOf(acme, 'analyst'), tokenOf(acme, 'viewer')]);
});
afterAll(() => app.close());

const ask = (operationId: string, call: ApiCall = {}): Promise<ApiAnswer> =>
  api.call(operationId, { key: admin, ...call });
const audited = async (action: string, { orgId } = platform) =>
  (await listAudit(app.database, orgId, { action })).entries;

interface Overview {
  run: { runId: string } | null;
  frameworks: { frameworkId: string; score: { value: number | null }; trend: { score: number | null }[] }[];
}
const soc2Of = ({ json }: ApiAnswer) =>
  (json as unknown as Overview).frameworks.find(({ frameworkId }) => frameworkId === 'soc2');

describe('what was found', () => {
  it('is nothing before the first run, and says so', async () => {
    const answer = await ask('getCompliance');
    expect(answer.json).toMatchObject({ run: null });
    expect(soc2Of(answer)).toMatchObject({ score: { value: null, measuredShare: 0 }, trend: [] });
    expect((await ask('getComplianceFramework', { params: { frameworkId: 'soc2' } })).json).toMatchObject({
      checks: [],
    });
    expect((await ask('getComplianceCheck', { params: { checkId: 'tls.bus' } })).status).toBe(404);
  });

  it('is told by framework with the score of its own checks and their trend', async () => {
    await storeRun(app.database, {}, { atMs: Date.now() - 60_000 });
    const run = await storeRun(app.database, { 'auth.default-disabled': 'fail', 'tls.bus': 'not-measured' });
    for (const key of [admin, auditor]) {
      const answer = await ask('getCompliance', { key });
      expect(answer.json).toMatchObject({ run: { runId: run.runId, seq: 2, trigger: 'request', counts: { fail: 1 } } });
      expect(soc2Of(answer)).toMatchObject({
        score: { value: 59, isCapped: true, formula: expect.stringContaining('held at 59') },
        controls: { exceptions: expect.any(Number) },
        trend: [{ score: 100, measuredShare: 1 }, { score: 59 }],
      });
    }
    expect((await ask('listComplianceRuns', { key: auditor })).json).toMatchObject({
      runs: [
        { seq: 2, counts: { fail: 1, 'not-measured': 1 } },
        { seq: 1, score: 100 },
      ],
    });
    expect((await ask('listComplianceRuns', { query: { limit: 1 } })).json.runs).toHaveLength(1);
  });

  it('leads from a control to its checks and their evidence, also of an earlier run', async () => {
    const { json } = await ask('getComplianceFramework', { params: { frameworkId: 'soc2' } });
    const shown = json as { controls: { status: string; checks: { checkId: string }[] }[]; checks: object[] };
    const failing = shown.controls.find(({ status }) => status === 'exception');
    expect(failing?.checks.map(({ checkId }) => checkId)).toContain('auth.default-disabled');
    expect(shown.checks).toContainEqual(
      expect.objectContaining({
        checkId: 'auth.default-disabled',
        period: { runs: 2, passed: 1, failed: 1, other: 0 },
      }),
    );
    expect(JSON.stringify(json)).not.toContain('observations');
    const params = { checkId: 'auth.default-disabled' };
    expect((await ask('getComplianceCheck', { key: auditor, params })).json).toMatchObject({
      check: { status: 'fail', observations: [{ command: 'CONFIG GET port', value: '0', verdict: 'fail' }] },
    });
    const runs = (await ask('listComplianceRuns')).json.runs as { runId: string }[];
    const query = { runId: runs[1]?.runId ?? '' };
    expect((await ask('getComplianceCheck', { params, query })).json).toMatchObject({ check: { status: 'pass' } });
    expect((await ask('getComplianceCheck', { params: { checkId: 'no.such' } })).status).toBe(404);
  });

  it('about another organisation is no run of the installation', async () => {
    const own = await storeRun(app.database, {}, { scope: { kind: 'organization', name: 'acme', orgId: acme.orgId } });
    const asked = { params: { checkId: 'tls.bus' }, query: { runId: own.runId } };
    expect((await ask('getComplianceCheck', asked)).status).toBe(404);
    expect((await ask('getCompliance')).json).toMatchObject({ run: { seq: 2 } });
  });
});

describe('a run', () => {
  it('is asked for by admins, audited, and followed', async () => {
    const { status, json } = await ask('startComplianceRun', { body: { reason: 'after the change' } });
    expect(status).toBe(202);
    const params = { requestId: String(json.requestId) };
    expect(await findComplianceRequest(app.database, params.requestId)).toMatchObject({
      ...{ kind: 'run', orgId: null, state: 'asked', requestedBy: expect.stringMatching(/^admin-.*@example\.com$/) },
    });
    expect((await ask('getComplianceRequest', { params })).json).toMatchObject({ state: 'asked', runId: null });
    await endComplianceRequest(app.database, params.requestId, { result: { runId: randomUUID(), hash: 'x' } });
    expect((await ask('getComplianceRequest', { key: auditor, params })).json).toMatchObject({
      ...{ kind: 'run', state: 'done', runId: expect.any(String), error: null },
    });
    expect(await audited('compliance.run_asked')).toMatchObject([
      { targetId: params.requestId, reason: 'after the change' },
    ]);
    expect((await ask('getComplianceRequest', { key: analyst, params })).status).toBe(404);
    expect((await ask('startComplianceRun', { key: auditor, body: {} })).json.code).toBe('forbidden');
  });

  it('is refused while as many wait as may', async () => {
    const asked: string[] = [];
    for (;;) {
      const { status, json } = await ask('startComplianceRun', { body: {} });
      if (status !== 202) {
        expect([status, json.code, asked.length]).toEqual([503, 'overloaded', 5]);
        break;
      }
      asked.push(String(json.requestId));
    }
    for (const requestId of asked) await endComplianceRequest(app.database, requestId, { error: 'node n1:1 is away' });
    const params = { requestId: asked[0] ?? '' };
    expect((await ask('getComplianceRequest', { params })).json.error).toBe('node n1:1 is away');
  });
});

describe('a waiver', () => {
  const checkId = 'auth.default-disabled';
  const body = { checkId, owner: 'Ana Ruiz', reason: 'until March', expiresAtMs: Date.now() + 86_400_000 };

  it('has an owner, a reason and an end, can be ended before, and both are audited', async () => {
    const { status, json } = await ask('addComplianceException', { body });
    expect(status).toBe(201);
    const params = { exceptionId: String(json.exceptionId) };
    const listed = await ask('listComplianceExceptions', { key: auditor });
    expect(listed.json.exceptions).toMatchObject([{ kind: 'waiver', checkId, owner: 'Ana Ruiz' }]);
    expect(await audited('compliance.waived')).toMatchObject([{ targetId: checkId, reason: 'until March' }]);
    const query = { reason: 'mended' };
    expect((await ask('endComplianceException', { params, query })).json).toEqual({ checkId });
    expect((await ask('endComplianceException', { params, query })).status).toBe(404);
    expect((await ask('listComplianceExceptions')).json.exceptions).toEqual([]);
    expect(await audited('compliance.exception_ended')).toMatchObject([{ targetId: checkId, reason: 'mended' }]);
  });

  it('is for admins, about a check there is, and ends within a year', async () => {
    const code = async (call: ApiCall) => (await ask('addComplianceException', call)).json.code;
    expect(await code({ key: auditor, body })).toBe('forbidden');
    expect(await code({ body: { ...body, checkId: 'no.such' } })).toBe('invalid_body');
    expect(await code({ body: { ...body, reason: ' ' } })).toBe('invalid_body');
    for (const days of [-1, 400]) {
      expect(await code({ body: { ...body, expiresAtMs: Date.now() + days * 86_400_000 } })).toBe('refused');
    }
  });
});

describe('reports', () => {
  const scopeOf = ({ orgId }: Tenant) => ({ scope: { kind: 'organization', name: 'x', orgId } }) as const;

  it('are seen by their organisation; those of the installation by the platform alone', async () => {
    const [ofAcme, ofPlatform, ofAll] = [
      await storeReport(app.database, scopeOf(acme)),
      await storeReport(app.database, scopeOf(platform)),
      await storeReport(app.database),
    ];
    const idsOf = async (key: string) =>
      ((await ask('listComplianceReports', { key })).json.reports as { reportId: string }[]).map((one) => one.reportId);
    expect(await idsOf(viewer)).toEqual([ofAcme.reportId]);
    expect((await idsOf(auditor)).sort()).toEqual([ofPlatform.reportId, ofAll.reportId].sort());
    expect(await idsOf(platform.admin)).toEqual([ofPlatform.reportId]);
    for (const { reportId } of [ofPlatform, ofAll]) {
      expect((await ask('exportComplianceReport', { key: viewer, params: { reportId } })).status).toBe(404);
    }
    expect((await ask('exportComplianceReport', { params: { reportId: ofAcme.reportId } })).status).toBe(404);
  });

  it('are taken in every format with their hash, which is audited', async () => {
    const { reportId, files } = await storeReport(app.database);
    for (const format of ['pdf', 'json', 'csv', 'oscal', 'html']) {
      const { status, headers } = await ask('exportComplianceReport', { params: { reportId }, query: { format } });
      expect([format, status]).toEqual([format, 200]);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="redoubt-soc2-/);
    }
    const { text, json, headers } = await ask('exportComplianceReport', {
      params: { reportId },
      query: { format: 'json' },
    });
    const digest = createHash('sha256').update(text).digest();
    expect(digest.toString('hex')).toBe(files.json);
    expect(headers.get('repr-digest')).toBe(`sha-256=:${digest.toString('base64')}:`);
    expect(verifySignedReport(json as unknown as SignedReport).faults).toEqual([]);
    const [entry] = await audited('compliance_report.exported');
    expect(entry).toMatchObject({ targetId: reportId, after: { format: 'json', fileHash: files.json } });
  });

  it('are asked for about the own organisation; about the installation by the platform alone', async () => {
    const body = { framework: 'iso27001', fromMs: 1, toMs: 2 };
    const own = await ask('createComplianceReport', { key: analyst, body });
    const params = { requestId: String(own.json.requestId) };
    expect(await findComplianceRequest(app.database, params.requestId)).toMatchObject({
      ...{ kind: 'report', orgId: acme.orgId, args: { framework: 'iso27001', fromMs: 1, toMs: 2, isFresh: true } },
    });
    await endComplianceRequest(app.database, params.requestId, { error: 'node n1:1 is away' });
    const followed = await ask('getComplianceRequest', { key: viewer, params });
    expect([followed.json.state, followed.text.includes('n1:1')]).toEqual(['failed', false]);
    expect((await ask('getComplianceRequest', { params })).status).toBe(404);
    const about = { ...body, about: 'installation' };
    const codes = [analyst, platform.admin].map((key) => ask('createComplianceReport', { key, body: about }));
    for (const answer of await Promise.all(codes)) expect(answer.json.code).toBe('forbidden');
    expect((await ask('createComplianceReport', { key: viewer, body })).json.code).toBe('forbidden');
    expect((await ask('createComplianceReport', { key: auditor, body: about })).status).toBe(202);
    expect((await ask('createComplianceReport', { body: { ...body, fromMs: 3 } })).json.code).toBe('invalid_body');
    expect(await audited('compliance_report.asked', acme)).toMatchObject([{ after: { framework: 'iso27001' } }]);
  });
});
