import { randomUUID } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import { createQueue, jobId } from '@redoubt/jobs';
import { createJobsConnection } from '@redoubt/redis/jobs';
import { nodesOf, testLogger } from '@redoubt/worker-test-kit';
import { orgKeys } from '@redoubt/key-schema';
import { linkHash, newSigningKey, parseSignedReport, parseSigningKey, verifySignedReport } from '@redoubt/compliance';
import { MailRecorder } from '@redoubt/notifications/testing';
import {
  appendAudit,
  askCompliance,
  complianceKeys,
  findComplianceRequest,
  findReport,
  findReportByFile,
  listRuns,
} from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { runChain } from './collect/read-chains.ts';
import { ReporterStage } from './testing/stage.ts';
import { workJob } from './work/jobs.ts';

const timeoutMs = 30_000;

describe('compliance-reporter', () => {
  let stage: ReporterStage;
  let smtp: MailRecorder;
  let platform: OrgId;
  beforeAll(async () => {
    [stage, smtp] = await Promise.all([ReporterStage.open(), MailRecorder.start()]);
    platform = await stage.createOrganization('platform');
    await stage.start({
      PLATFORM_ORGANIZATION: 'platform',
      NOTIFY_SMTP_HOST: '127.0.0.1',
      NOTIFY_SMTP_PORT: String(smtp.port),
    });
  }, 60_000);
  afterAll(async () => {
    await stage.close();
    await smtp.close();
  });

  async function done(requestId: string | undefined) {
    return waitFor(
      async () => {
        const found = await findComplianceRequest(stage.database.database, requestId ?? '');
        return found?.state === 'asked' ? false : found;
      },
      { timeoutMs },
    );
  }

  it('runs on request, keeps the run signed in its chain, and shows it in metrics', async () => {
    const { database } = stage.database;
    const requestId = await askCompliance(database, { kind: 'run', orgId: null, args: {}, requestedBy: 'ana' });
    expect(await done(requestId)).toMatchObject({ state: 'done', error: null });
    const [run] = await listRuns(database, { orgId: null, fromMs: 0, toMs: Date.now() + 1 });
    expect(run).toMatchObject({
      seq: 1,
      previous: '',
      statuses: { 'avail.cluster': 'pass', 'tls.plaintext-off': 'fail' },
    });
    const trusted = [parseSigningKey(stage.signingKey).publicKey];
    expect(await runChain(database, trusted, null)).toMatchObject({ records: 1, fault: null });
    const stranger = parseSigningKey(newSigningKey()).publicKey;
    expect(await runChain(database, [stranger], null)).toMatchObject({
      fault: expect.stringContaining('not signed by a key'),
    });
    expect(await stage.metrics.read('compliance_check_status', { check: 'avail.cluster', status: 'pass' })).toBe(1);
  });

  it('makes a report that verifies, mails it with its files, and knows them again', async () => {
    const { database } = stage.database;
    const args = {
      framework: 'soc2',
      recipients: ['audit@example.org'],
      formats: ['csv', 'json', 'pdf'],
      isAttached: true,
    };
    const requestId = await askCompliance(database, { kind: 'report', orgId: null, args, requestedBy: 'ana' });
    const ended = await done(requestId);
    expect(ended).toMatchObject({ state: 'done', error: null });
    const stored = await findReport(database, requestId ?? '');
    const signed = parseSignedReport(stored?.document ?? '');
    if (signed === null) throw new Error('no report');
    const keys = [...(await complianceKeys(database)).values()];
    expect(verifySignedReport(signed, keys)).toMatchObject({ isSound: true, faults: [] });
    signed.report.checks[0]!.status = 'pass';
    expect(verifySignedReport(signed, keys).isSound).toBe(false);
    const mail = await waitFor(() => smtp.mails[0], { timeoutMs });
    expect(mail.to).toEqual(['audit@example.org']);
    expect(mail.raw).toContain('not an audit opinion');
    expect(mail.raw).toMatch(/filename="?redoubt-soc2-.*\.pdf/);
    expect(await findReportByFile(database, stored?.files.pdf ?? '')).toMatchObject({
      reportId: requestId,
      format: 'pdf',
    });
  });

  it('makes no report of a run that somebody else wrote, and says so', async () => {
    const { database } = stage.database;
    const rows = await database.query<{ record: string; previous: string }>(
      'SELECT record, previous FROM compliance_runs ORDER BY seq DESC LIMIT 1',
    );
    const { record = '', previous = '' } = rows[0] ?? {};
    const forged = record.replaceAll('"status":"fail"', '"status":"pass"');
    const write = (text: string, hash: string) =>
      database.query(
        `ALTER TABLE compliance_runs DISABLE TRIGGER USER;
         UPDATE compliance_runs SET record = $forged$${text}$forged$, hash = '${hash}' WHERE seq = (SELECT max(seq) FROM compliance_runs);
         ALTER TABLE compliance_runs ENABLE TRIGGER USER`,
      );
    await write(forged, linkHash(previous, forged));
    const args = { framework: 'soc2', isFresh: false };
    const requestId = await askCompliance(database, { kind: 'report', orgId: null, args, requestedBy: 'ana' });
    expect(await done(requestId)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('not signed by a key'),
    });
    await write(record, linkHash(previous, record));
  });

  it('shows of audit logs what belongs to whom the report is about', async () => {
    const { database } = stage.database;
    await database.transaction((session) =>
      appendAudit(session, {
        orgId: platform,
        actor: { kind: 'operator', name: 'ana', reason: 'platform-made this' },
        action: 'rules.changed',
        target: { kind: 'rules', id: 'x' },
      }),
    );
    const args = { framework: 'soc2', isFresh: false };
    const ofAll = await askCompliance(database, { kind: 'report', orgId: null, args, requestedBy: 'ana' });
    const ofOne = await askCompliance(database, { kind: 'report', orgId: platform, args, requestedBy: 'ana' });
    for (const requestId of [ofAll, ofOne]) expect(await done(requestId)).toMatchObject({ state: 'done' });
    expect((await findReport(database, ofAll ?? ''))?.document).not.toContain('platform-made this');
    expect((await findReport(database, ofOne ?? '', platform))?.document).toContain('platform-made this');
  });

  it('does what was asked for before PostgreSQL was away for longer than all tries', async () => {
    const { database } = stage.database;
    const log = testLogger();
    const connection = createJobsConnection({ nodes: nodesOf(stage.cluster.addresses) }, { log });
    const queue = createQueue(workJob, { connection, log });
    const requestId = randomUUID();
    await database.query('ALTER TABLE compliance_requests RENAME TO away');
    await queue.add({ requestId }, { jobId: jobId('work', requestId) });
    await waitFor(async () => (await queue.state(jobId('work', requestId))) === 'dead', { timeoutMs });
    await database.query('ALTER TABLE away RENAME TO compliance_requests');
    await database.query(
      `INSERT INTO compliance_requests (request_id, kind, args, requested_by, created_at)
       VALUES ($1, 'run', '{}', 'ana', now() - interval '2 minutes')`,
      [requestId],
    );
    expect(await done(requestId)).toMatchObject({ state: 'done' });
    await queue.close();
    await connection.close();
  });

  it('gives a report of a period without a run', async () => {
    const { database } = stage.database;
    const args = { framework: 'csf', fromMs: 0, toMs: 86_400_000, isFresh: false };
    const requestId = await askCompliance(database, { kind: 'report', orgId: null, args, requestedBy: 'schedule' });
    expect(await done(requestId)).toMatchObject({ state: 'done' });
    const stored = await findReport(database, requestId ?? '');
    expect(stored).toMatchObject({ score: null, runId: null, statement: expect.stringContaining('No run took place') });
  });

  it('tells the platform organisation when a report cannot be made or mailed', async () => {
    const { database } = stage.database;
    smtp.refusal = () => 550;
    const args = { framework: 'pci', recipients: ['nobody@example.org'] };
    const requestId = await askCompliance(database, { kind: 'report', orgId: null, args, requestedBy: 'schedule' });
    expect(await done(requestId)).toMatchObject({ state: 'done' });
    const bad = await askCompliance(database, {
      kind: 'report',
      orgId: null,
      args: { framework: 'none' },
      requestedBy: 'ana',
    });
    expect(await done(bad)).toMatchObject({ state: 'failed', error: expect.stringContaining('framework') });
    const key = orgKeys(platform).lane('p');
    const { admin } = await stage.cluster.masterOfKey(key);
    const texts = await waitFor(
      async () => {
        const entries = JSON.stringify(await admin.call('XRANGE', key, '-', '+'));
        return entries.includes('compliance mail failed') && entries.includes('compliance report failed') && entries;
      },
      { timeoutMs },
    );
    expect(texts).toContain('compliance_report_failed');
    expect(texts).toContain('SMTP 550');
  });

  it('leaves addresses and raw answers of the installation out of what an organisation gets', async () => {
    const { database } = stage.database;
    const args = { framework: 'iso27001' };
    const requestId = await askCompliance(database, { kind: 'report', orgId: platform, args, requestedBy: 'ana' });
    expect(await done(requestId)).toMatchObject({ state: 'done' });
    const document = (await findReport(database, requestId ?? '', platform))?.document ?? '';
    expect(document).toContain('audit_log');
    expect(document).not.toMatch(/127\.0\.0\.1/);
    expect(await findReport(database, requestId ?? '', null)).toBeUndefined();
  });
});
