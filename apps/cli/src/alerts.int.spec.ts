import { randomUUID } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';
import type { CliRun } from './testing/run-command.ts';
import type { Service } from './testing/service.ts';

jest.setTimeout(120_000);
const secretKey = Buffer.alloc(32, 7).toString('base64');
let stage: CliStage;
let orgId: OrgId;
let engine: Service;

beforeAll(async () => {
  stage = await CliStage.open();
  await stage.startService('db-writer', { EXPECTED_GROUPS: 'db_writer,alert_engine,notifier', LOG_LEVEL: 'warn' });
  orgId = await stage.createWatchedOrg('acme');
  engine = await stage.startService('alert-engine', { TICK_INTERVAL_MS: '100', REDOUBT_SECRET_KEY: secretKey });
  for (const sourceIp of ['203.0.113.7', '203.0.113.8', '198.51.100.9']) await attack(sourceIp);
  await waitFor(async () => (await listed('--status', 'all')).length === 3, { timeoutMs: 30_000, intervalMs: 300 });
  // The count is said at most once a second.
  await waitFor(async () => (await listed()).every(({ count }) => count === 12), {
    timeoutMs: 20_000,
    intervalMs: 300,
  });
});
afterAll(() => stage.close());

interface ListedAlert {
  alertId: string;
  shortId: string;
  status: string;
  count: number;
  subject: { sourceIp: string };
  suppressedBy?: string;
}

interface Result {
  outcome: string;
  status: string;
  detail?: string;
  commandId?: string;
}

async function attack(sourceIp: string): Promise<void> {
  const fromMs = Date.now() - 300_000;
  const events = Array.from({ length: 12 }, (_, i) => ({
    eventType: 'failed_login',
    severity: 'medium',
    sourceIp,
    user: 'root',
    message: `attempt ${i} \u001b[2J`,
    eventTimeMs: fromMs + i * 1_000,
  }));
  await stage.append(orgId, events);
}

async function listed(...args: string[]): Promise<ListedAlert[]> {
  return (await stage.ok('alerts', 'list', '--org', 'acme', '--json', ...args)).json().alerts as ListedAlert[];
}

async function about(sourceIp: string): Promise<ListedAlert> {
  const [alert] = await listed('--status', 'all', '--hidden', '--source-ip', sourceIp);
  if (!alert) throw new Error(`no alert about ${sourceIp}`);
  return alert;
}

/** Attacks from one address after the other: alert-engine takes up a new suppression a moment after it was made. */
async function firstHidden(network: string): Promise<ListedAlert> {
  for (let host = 1; host <= 20; host++) {
    const sourceIp = `${network}.${host}`;
    await attack(sourceIp);
    const found = async (): Promise<ListedAlert | undefined> => (await listed('--hidden', '--subject', sourceIp))[0];
    await waitFor(async () => (await found()) !== undefined, { timeoutMs: 20_000, intervalMs: 300 });
    const alert = await found();
    if (alert?.suppressedBy !== undefined) return alert;
  }
  throw new Error(`nothing from ${network} was hidden`);
}

const inAcme = (...args: string[]): Promise<CliRun> => stage.run([...args, '--org', 'acme']);
const resultsOf = (run: CliRun): Result[] => (run.json() as { results: Result[] }).results;

describe('redoubt alerts', () => {
  it('list for people, with what is open by severity', async () => {
    const run = await stage.ok('alerts', 'list', '--org', 'acme');
    expect(run.stdout).toMatch(/^ID +AGE +SEVERITY +STATUS +EVENTS +SUBJECT +TITLE\n/);
    expect(run.stdout).toMatch(/\n[0-9a-f]{8} +\S.* high +firing +12 +203\.0\.113\.7 +Brute force/);
    expect(run.stdout).toMatch(/\n\n3 firing \(3 high\), 0 acknowledged, 0 resolved, 0 closed\n$/);
    expect(run.stderr).toBe('');
  });

  it('list by filters and by page', async () => {
    expect(await listed('--subject', '203.0.113.7')).toHaveLength(1);
    expect(await listed('--severity', 'critical')).toEqual([]);
    expect(await listed('--rule', 'redoubt_brute_force_source', '--from', '1h')).toHaveLength(3);
    const first = (await inAcme('alerts', 'list', '--limit', '2', '--json')).json();
    const rest = await listed('--cursor', String(first.nextCursor));
    expect([...(first.alerts as ListedAlert[]), ...rest].map(({ alertId }) => alertId).sort()).toEqual(
      (await listed()).map(({ alertId }) => alertId).sort(),
    );
    expect((await inAcme('alerts', 'list', '--status', 'odd')).code).toBe(2);
    expect((await inAcme('alert', 'ls')).code).toBe(2);
  });

  it('are watched until stopped', async () => {
    const run = await stage.run(['alerts', 'list', '--org', 'acme', '--watch', '--interval', '500ms', '--json'], {
      onOutput: (text, kill) => {
        if (text.split('\n').length > 2) kill('SIGTERM');
      },
    });
    expect(run.code).toBe(130);
    expect(run.rows().length).toBeGreaterThanOrEqual(2);
  });

  it('are shown with the reason, the rule, the events that counted and what happened', async () => {
    const { shortId, alertId } = await about('203.0.113.7');
    const people = (await inAcme('alerts', 'show', shortId)).stdout;
    expect(people).toMatch(/^high {2}firing {2}Brute force/);
    expect(people).toContain('12 failed logins from 203.0.113.7 in 15 min; threshold 10');
    expect(people).toContain(alertId);
    expect(people).toMatch(/rule +Brute force.*\(redoubt_brute_force_source\), by Redoubt/);
    expect(people).toMatch(/att&ck +T1110/);
    expect(people).toContain('Events that counted (12 events)');
    expect(people).toMatch(/failed_login +root from 203\.0\.113\.7 +attempt 11 \\x1b\[2J/);
    expect(people).toMatch(/opened +firing +10 +-\n/);
    const json = (await inAcme('alerts', 'show', alertId.toUpperCase(), '--json')).json();
    expect(json.samples).toHaveLength(12);
    expect(json.history).toEqual([
      expect.objectContaining({ change: 'opened' }),
      expect.objectContaining({ count: 12 }),
    ]);
  });

  it('say what is wrong with an id', async () => {
    expect(await inAcme('alerts', 'show', '00000000')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: there is no alert 00000000 in this organisation\n/) as string,
    });
    expect((await inAcme('alerts', 'show', 'xyz')).stderr).toContain('It must be an id, or the first digits of one.');
    expect((await inAcme('alerts', 'ack')).stderr).toContain('say which alerts: ids, or filters');
  });
});

describe('what people ask of alerts', () => {
  it('is done and stands in the history, with who and why', async () => {
    const { shortId } = await about('203.0.113.7');
    const done = await inAcme('alerts', 'ack', shortId, '--note', 'looking', '--actor', 'ana');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(new RegExp(`^acknowledged {2}${shortId} {2}Brute force .* \\(acknowledged\\)\n$`));
    const assigned = await inAcme('alerts', 'assign', shortId, '--to', 'bob', '--actor', 'ana', '--json');
    expect(resultsOf(assigned)).toMatchObject([{ outcome: 'done', status: 'acknowledged' }]);
    expect((await inAcme('alerts', 'comment', shortId, '--note', 'asked the owner', '--actor', 'ana')).code).toBe(0);
    const close = ['--disposition', 'true_positive', '--note', 'blocked', '--actor', 'ana'];
    expect((await inAcme('alerts', 'close', shortId, ...close)).stdout).toMatch(/^closed .*\(closed\)\n$/);
    expect((await inAcme('alerts', 'reopen', shortId, '--note', 'it goes on')).stdout).toMatch(
      /^reopened .*\(firing\)\n$/,
    );
    const { history } = (await inAcme('alerts', 'show', shortId, '--json')).json() as {
      history: { change: string; actor?: string; note?: string }[];
    };
    expect(history.slice(2).map(({ change, actor, note }) => [change, actor, note])).toEqual([
      ['acknowledged', 'ana', 'looking'],
      ['assigned', 'ana', undefined],
      ['commented', 'ana', 'asked the owner'],
      ['closed', 'ana', 'blocked'],
      ['reopened', expect.any(String), 'it goes on'],
    ]);
  });

  it('is not sent when there is nothing to do or it cannot be', async () => {
    const { shortId } = await about('203.0.113.7');
    const already = await inAcme('alerts', 'reopen', shortId, '--json');
    expect(already.code).toBe(0);
    expect(resultsOf(already)).toMatchObject([{ outcome: 'already', detail: 'it is open already (firing)' }]);
    expect(resultsOf(already)[0]).not.toHaveProperty('commandId');
    await inAcme('alerts', 'close', shortId, '--disposition', 'benign', '--note', 'test');
    const refused = await inAcme('alerts', 'ack', shortId);
    expect(refused.code).toBe(7);
    expect(refused.stdout).toContain('it is closed; only a firing alert can be acknowledged');
  });

  it('works on many by filters, only when told to', async () => {
    const filters = ['--source-ip', '203.0.113.8'];
    const dry = await inAcme('alerts', 'ack', ...filters, '--dry-run', '--json');
    expect(resultsOf(dry)).toMatchObject([{ outcome: 'would_do', status: 'firing' }]);
    expect((await inAcme('alerts', 'ack', ...filters)).stderr).toContain('add --dry-run to look, or --yes to do it');
    expect((await about('203.0.113.8')).status).toBe('firing');
    const { shortId } = await about('203.0.113.7');
    expect((await inAcme('alerts', 'ack', shortId, ...filters)).stderr).toContain('ids and filters exclude each other');
    const done = await inAcme('alerts', 'assign', '--rule', 'redoubt_brute_force_source', '--none', '--yes', '--json');
    expect(resultsOf(done).map(({ outcome }) => outcome)).toEqual(['already', 'already']);
    expect((await inAcme('alerts', 'ack', ...filters, '--yes')).code).toBe(0);
    expect((await about('203.0.113.8')).status).toBe('acknowledged');
  });

  it('says so when alert-engine does not answer, and is carried out later', async () => {
    const { shortId } = await about('198.51.100.9');
    engine.freeze(true);
    const run = await inAcme('alerts', 'ack', shortId, '--timeout', '5s', '--json');
    engine.freeze(false);
    expect(run.code).toBe(4);
    expect(resultsOf(run)).toMatchObject([{ outcome: 'unanswered', detail: 'alert-engine has not come to it' }]);
    expect(run.stderr).toContain('do not send it again');
    await waitFor(async () => (await about('198.51.100.9')).status === 'acknowledged', {
      timeoutMs: 20_000,
      intervalMs: 300,
    });
  });

  it('that alert-engine refuses is told apart from one it has not come to', async () => {
    const { alertId, shortId } = await about('198.51.100.9');
    // A state that only PostgreSQL knows: alert-engine never closed it.
    await stage.database.database.query(
      `UPDATE alerts SET status = 'closed', doc = jsonb_set(doc, '{status}', '"closed"') WHERE alert_id = $1`,
      [alertId],
    );
    const run = await inAcme('alerts', 'reopen', shortId, '--json');
    expect(resultsOf(run)).toMatchObject([{ outcome: 'refused' }]);
    expect(run.code).toBe(7);
    expect((await inAcme('alerts', 'comment', shortId, '--note', 'as it was')).code).toBe(0);
    expect((await about('198.51.100.9')).status).toBe('acknowledged');
  });

  it('is sent and left alone with --no-wait', async () => {
    const { shortId } = await about('198.51.100.9');
    const run = await inAcme('alerts', 'comment', shortId, '--note', 'later', '--no-wait', '--json');
    expect(resultsOf(run)).toMatchObject([{ outcome: 'sent', commandId: expect.any(String) as string }]);
  });

  it('can be seen on the streams, like everything else', async () => {
    const run = await stage.ok('stream', 'tail', '--org', 'acme', '--lane', 'alerts', '-n', '500', '--json');
    const changes = run.rows().map(({ record }) => (record as { change: string }).change);
    expect(changes).toEqual(expect.arrayContaining(['opened', 'acknowledged', 'closed', 'reopened']));
    const groups = (await stage.ok('stream', 'groups', '--org', 'acme', '--all', '--json')).json().groups;
    expect((groups as { group: string; lane: string }[]).map(({ group, lane }) => `${group} ${lane}`)).toEqual(
      expect.arrayContaining(['alert_engine c', 'db_writer a', 'notifier a']),
    );
    const lag = await stage.ok('lag', '--org', 'acme', '--lane', 'alerts', '--json');
    expect((lag.json().groups as { group: string }[]).map(({ group }) => group)).toEqual([
      'db_writer',
      'ml_engine',
      'notifier',
    ]);
  });
});

describe('redoubt alerts suppress', () => {
  const why = ['--for', '4h', '--reason', 'load test'];

  it('says what it would have hidden, and does nothing in a dry run', async () => {
    const { shortId } = await about('203.0.113.8');
    const run = await inAcme('alerts', 'suppress', shortId, ...why, '--dry-run');
    expect(run.stdout).toMatch(/^would hide alerts until /);
    expect(run.stdout).toContain('where rule is redoubt_brute_force_source and address is 203.0.113.8\n');
    expect(run.stdout).toContain('Of 3 alerts of the last 7 days it would have hidden 1 (1 high), 12 events:');
    expect((await inAcme('suppression', 'list', '--json')).json().suppressions).toEqual([]);
    expect((await inAcme('alerts', 'suppress', ...why)).stderr).toContain('say what to suppress');
    expect((await inAcme('alerts', 'suppress', '--cidr', '10.0.0.0/99', ...why)).stderr).toContain('not a network');
  });

  it('hides what comes until it is ended', async () => {
    const made = await inAcme('alerts', 'suppress', '--cidr', '192.0.2.0/24', ...why, '--actor', 'ana', '--json');
    expect(made.json()).toMatchObject({
      suppression: { owner: 'ana', reason: 'load test', state: 'in_force' },
      preview: { alertCount: 3, hiddenCount: 0 },
    });
    const { suppressionId, shortId } = made.json().suppression as { suppressionId: string; shortId: string };
    const { subject, suppressedBy } = await firstHidden('192.0.2');
    expect(suppressedBy).toBe(suppressionId);
    expect(await listed('--subject', subject.sourceIp)).toEqual([]);
    const table = (await inAcme('suppression', 'list')).stdout;
    expect(table).toMatch(new RegExp(`${shortId} +ends in 3h 59m +ana +load test +address in 192\\.0\\.2\\.0/24`));
    const ended = await inAcme('suppressions', 'expire', shortId, '--actor', 'bob', '--json');
    expect(ended.json().suppressions).toMatchObject([{ state: 'ended', endedBy: 'bob' }]);
    expect((await inAcme('suppression', 'list', '--json')).json().suppressions).toEqual([]);
    expect((await inAcme('suppression', 'list', '--all')).stdout).toMatch(/ended .* ago by bob/);
    expect((await inAcme('suppression', 'expire', randomUUID())).stderr).toContain('there is no suppression');
  });
});

describe('redoubt incident', () => {
  it('is opened by hand with its alerts, worked on, and closed', async () => {
    const { shortId, alertId } = await about('203.0.113.8');
    const open = ['--title', 'Break-in', '--severity', 'critical', '--alert', shortId, '--asset', 'web-1'];
    const opened = await inAcme('incident', 'open', ...open, '--note', 'on the phone', '--actor', 'ana', '--json');
    expect(opened.json()).toMatchObject({ outcome: 'done', alertCount: 1 });
    const { shortId: id } = opened.json() as { shortId: string };
    expect((await inAcme('incident', 'note', id, '--note', 'isolated')).stdout).toMatch(
      /^noted .*\(investigating\)\n$/,
    );
    expect((await inAcme('incident', 'assign', id, '--to', 'ana')).code).toBe(0);
    expect((await inAcme('incident', 'list')).stdout).toMatch(
      new RegExp(`${id} .* critical +investigating .* ana +web-1 +Break-in`),
    );
    const shown = (await inAcme('incident', 'show', id, '--json')).json();
    expect(shown).toMatchObject({ incident: { assignee: 'ana', kind: 'security' }, alerts: [{ alertId }] });
    expect((await inAcme('alerts', 'show', shortId)).stdout).toMatch(
      new RegExp(`incident +${id} \\(investigating\\): Break-in`),
    );
    expect((await inAcme('incident', 'close', id, '--note', 'all clean')).stdout).toMatch(/^closed /);
    const again = await inAcme('incident', 'assign', id, '--to', 'bob');
    expect(again).toMatchObject({ code: 7, stdout: expect.stringContaining('it is closed') as string });
    expect((await inAcme('incident', 'show', id)).stdout).toMatch(/closed because +all clean/);
    expect((await inAcme('incident', 'show', '12345678')).code).toBe(2);
  });
});
