import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { listAlerts, searchEvents } from '@redoubt/storage';
import { ManagedProcess, waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(180_000);
let stage: CliStage;
let orgId: OrgId;
let startMs: number;
const processes: ManagedProcess[] = [];

async function launch(app: string, env: Record<string, string>): Promise<void> {
  const servers = { REDIS_NODES: stage.cluster.addresses, DATABASE_URL: stage.database.url };
  const ops = { OPS_HOST: '127.0.0.1', OPS_PORT: '0', LOG_LEVEL: 'info', WORKER_ID: app };
  const launched = await ManagedProcess.launch({
    command: process.execPath,
    args: [join(import.meta.dirname, `../../${app}/src/main.ts`)],
    logFile: join(stage.temp.path, `${app}.log`),
    env: { PATH: process.env.PATH, ...servers, ...ops, ...env },
  });
  processes.push(launched);
}

const login = (n: number, sourceIp: string, fields: object = {}) => ({
  ...{ eventType: 'failed_login', severity: 'low', sourceIp, user: 'root' },
  ...{ eventTimeMs: startMs + n * 1_000, externalId: `${sourceIp}-${n}`, ...fields },
});

async function settle(events: number, alerts: number): Promise<void> {
  const what = `${events} events and ${alerts} alerts stored`;
  const isThere = async (): Promise<boolean> => {
    const stored = await searchEvents(stage.database.database, orgId, {}, { limit: 1_000 });
    const page = await listAlerts(stage.database.database, orgId, {}, { limit: 1_000 });
    return stored.events.length === events && page.alerts.length === alerts && counts(page.alerts);
  };
  const counts = (found: readonly { subject: { sourceIp?: string }; count: number }[]): boolean =>
    found.every(({ subject, count }) => subject.sourceIp !== '203.0.113.1' || count === 30);
  await waitFor(isThere, { timeoutMs: 60_000, what });
}

type Report = {
  events: number;
  alerts: number;
  counts: { same: number; changed: number; missing: number; added: number };
  otherAlerts: number;
  comparison: { kind: string; live?: { count: number }; backtest?: { count: number; ruleId: string } }[];
};

async function backtest(...args: string[]): Promise<Report> {
  const run = await stage.ok('rules', 'backtest', '--org', 'backtest', '--from', '1h', ...args, '--json');
  return run.json() as Report;
}

beforeAll(async () => {
  stage = await CliStage.open();
  const groups = ['alert_engine', 'db_writer', 'notifier'].flatMap((group) => ['--group', group]);
  const run = await stage.ok('org', 'create', 'backtest', ...groups, '--json');
  orgId = (run.json() as { organization: { id: OrgId } }).organization.id;
  startMs = Date.now() - 120_000;
  await launch('db-writer', {});
  await launch('alert-engine', { TICK_INTERVAL_MS: '100' });
  for (let n = 0; n < 30; n++) {
    await stage.append(orgId, [login(n, '203.0.113.1'), ...(n < 12 ? [login(n, '203.0.113.2')] : [])]);
  }
  const urgent = { eventType: 'sql_injection_attempt', severity: 'high', sourceIp: '203.0.113.3' };
  await stage.append(orgId, [{ ...urgent, eventTimeMs: startMs + 60_000 }], 'p');
  await settle(43, 3);
});

afterAll(async () => {
  for (const one of processes) if (one.isRunning) process.kill(one.pid, 'SIGTERM');
  await Promise.all(processes.map((one) => one.exited));
  await stage.close();
});

describe('redoubt rules backtest', () => {
  it('raises the same alerts over stored events as alert-engine did live', async () => {
    const report = await backtest();
    expect(report).toMatchObject({ events: 43, alerts: 3, otherAlerts: 0 });
    expect(report.counts).toEqual({ same: 3, changed: 0, missing: 0, added: 0 });
    const found = report.comparison.map(({ backtest: after }) => [after?.ruleId, after?.count]);
    expect(found.sort()).toEqual([
      ['redoubt_brute_force_source', 12],
      ['redoubt_brute_force_source', 30],
      ['redoubt_sql_injection_attempt', 1],
    ]);
  });

  it('takes the thresholds that are set now, and says what that changes', async () => {
    await stage.ok('rules', 'enable', 'redoubt_brute_force_source', '--org', 'backtest', '--threshold', '20');
    const report = await backtest();
    expect(report.counts).toEqual({ same: 2, changed: 0, missing: 1, added: 0 });
    expect(report.comparison.find(({ kind }) => kind === 'missing')?.live?.count).toBe(12);
    await stage.ok('rules', 'enable', 'redoubt_brute_force_source', '--org', 'backtest', '--reset');
  });

  it('tries rules that are not in force, compared with nothing else', async () => {
    const file = join(stage.temp.path, 'root.yml');
    writeFileSync(
      file,
      'title: Root fails\nid: root-fails\nlogsource:\n  product: redoubt\ndetection:\n  selection:\n    eventType: failed_login\n    user: root\n  condition: selection\nlevel: low\n',
    );
    const report = await backtest('--rules', file);
    expect(report).toMatchObject({ alerts: 2, otherAlerts: 3 });
    expect(report.counts).toEqual({ same: 0, changed: 0, missing: 0, added: 2 });
    const table = await stage.ok('rules', 'backtest', '--org', 'backtest', '--from', '1h', '--rules', file);
    expect(table.stdout).toMatch(/DIFFERENCE +SEVERITY +FIRST SEEN/);
    expect(table.stdout).toContain('0 as live, 0 changed, 0 missing, 2 added');
  });

  it('looks at nothing outside its range, and refuses one that is none', async () => {
    expect(await backtest('--to', '50m')).toMatchObject({ events: 0, alerts: 0, comparison: [] });
    const args = ['rules', 'backtest', '--org', 'backtest'];
    expect(await stage.run([...args, '--from', '1h', '--to', '2h'])).toMatchObject({ code: 2, stdout: '' });
    expect(await stage.run([...args, '--from', '1h', '--pack', 'absent'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('redoubt rules explain', () => {
  it('explains a stored event by its id, with the rules of the organisation', async () => {
    const { events } = await searchEvents(stage.database.database, orgId, { type: 'sql_injection_attempt' });
    const id = events[0]?.eventId ?? '';
    const args = ['--org', 'backtest', '--event-id', id];
    const run = await stage.ok('rules', 'explain', 'redoubt_sql_injection_attempt', ...args, '--json');
    expect(run.json()).toMatchObject({ matches: true, state: 'enabled', kind: 'detection' });
    const other = await stage.ok('rules', 'explain', 'redoubt_brute_force_source', ...args, '--json');
    expect(other.json()).toMatchObject({ matches: false, kind: 'correlation', correlation: { window: '15m' } });
    const gone = await stage.run([
      'rules',
      'explain',
      'redoubt_failed_login',
      '--org',
      'backtest',
      '--event-id',
      's-1-0-0',
    ]);
    expect(gone).toMatchObject({ code: 2, stdout: '' });
    expect(gone.stderr).toContain('has no stored event s-1-0-0');
  });
});
