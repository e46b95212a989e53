import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(60_000);
let stage: CliStage;

beforeAll(async () => {
  stage = await CliStage.open();
});
afterAll(() => stage.close());

const event = (externalId: string, more: object = {}): object => ({
  eventType: 'failed_login',
  severity: 'medium',
  externalId,
  ...more,
});

describe('redoubt stream and lag', () => {
  let orgId: OrgId;
  beforeAll(async () => {
    orgId = await stage.createOrg('waiting');
    await stage.append(orgId, [event('a', { user: 'root', sourceIp: '203.0.113.7', message: 'evil \u001b[2J' })]);
    await stage.append(orgId, [event('b', { severity: 'critical' })], 'p');
  });

  it('print what waits in both streams, for people and for programs', async () => {
    const people = await stage.ok('stream', 'tail', '--org', 'waiting');
    expect(people.stdout.split('\n')[0]).toMatch(
      /medium +failed_login +waiting +root from 203\.0\.113\.7 +evil \\x1b\[2J$/,
    );
    const rows = (await stage.ok('stream', 'tail', '--org', 'waiting', '--json')).rows();
    expect(rows.map((row) => [row.schemaVersion, row.externalId, row.lane])).toEqual([
      [1, 'a', 's'],
      [1, 'b', 'p'],
    ]);
    const severe = (await stage.ok('stream', 'tail', '--min-severity', 'high', '--json')).rows();
    expect(severe.map((row) => row.externalId)).toEqual(['b']);
  });

  it('follow new events until they are stopped', async () => {
    let isAppended = false;
    const run = await stage.run(['stream', 'tail', '--org', 'waiting', '--follow', '-n', '1', '--json'], {
      onOutput: (text, kill) => {
        if (text.includes('"fresh"')) kill('SIGINT');
        if (isAppended) return;
        isAppended = true;
        void stage.append(orgId, [event('fresh')]);
      },
    });
    expect(run.code).toBe(130);
    expect(run.rows().map((row) => row.externalId)).toEqual(['b', 'fresh']);
    expect(run.stderr).toBe('');
  });

  it('show how far groups are, and name the ones that are missing', async () => {
    const half = await stage.createOrg('half');
    const keys = orgKeys(half);
    await stage.redis.batch([
      {
        name: 'XGROUP',
        key: keys.eventsPriority(),
        args: ['DESTROY', keys.eventsPriority(), 'db_writer'],
        retry: 'free',
      },
    ]);
    const run = await stage.ok('stream', 'groups', '--org', 'half');
    expect(run.stdout).toMatch(/half +db_writer +ordinary +0 +0 +- +nothing yet\n/);
    expect(run.stdout).toMatch(/half +db_writer +priority +missing/);
    expect(run.stderr).toContain('1 expected and not there');
    const json = (await stage.ok('stream', 'groups', '--org', 'waiting', '--json')).json();
    expect(json).toMatchObject({
      unreadable: 0,
      groups: [
        { lane: 's', lagEntries: 2 },
        { lane: 'p', lagEntries: 1 },
      ],
    });
  });

  it('sum the lag up and never take an unknown one for none', async () => {
    const lost = await stage.createOrg('lost');
    const stream = orgKeys(lost).eventsStream();
    for (const id of ['1', '2', '3']) await stage.append(lost, [event(id)]);
    const rows = (await stage.redis.call('XRANGE', stream, ['-', '+'])) as [string, unknown][];
    // Behind a deletion in the middle Redis has no count any more.
    await stage.redis.call('XDEL', stream, [rows[1]?.[0] ?? '']);
    const json = (await stage.ok('lag', '--org', 'lost', '--json')).json();
    expect(json).toMatchObject({
      groups: [{ group: 'db_writer', unknownLags: 1, behindOrganizations: 1, missing: 0 }],
    });
    expect((await stage.ok('lag', '--org', 'lost')).stdout).toMatch(/db_writer +1 +1 +≥ 0 .*lag unknown on 1 stream/);
  });

  it('are watched until stopped', async () => {
    const run = await stage.run(['lag', '--watch', '--interval', '200ms', '--json'], {
      onOutput: (text, kill) => {
        if (text.split('\n').length > 3) kill('SIGTERM');
      },
    });
    expect(run.code).toBe(130);
    expect(run.rows().length).toBeGreaterThanOrEqual(3);
  });
});

describe('redoubt ledger, events and dlq', () => {
  let orgId: OrgId;

  it('account for every event on its way from the stream to storage', async () => {
    orgId = await stage.createOrg('books');
    await stage.append(orgId, [event('s1', { user: 'root' }), event('s2'), event('dead1'), event('dead2')]);
    const open = (await stage.ok('ledger', '--org', 'books', '--settle', '0s', '--json')).json();
    expect(open.totals).toEqual({ accepted: 4, stored: 0, deadLettered: {}, inFlight: 4, unexplained: 0 });

    await stage.startStorer();
    await waitFor(async () => (await countDead()) === 2, { timeoutMs: 15_000, intervalMs: 200 });
    const run = await stage.ok('ledger', '--org', 'books');
    expect(run.stdout).toMatch(/books +\d{4}-\d\d-\d\d \d\d:\d\dZ +4 +2 +2 +0 +0 +balanced\n/);
    expect(run.stdout).toMatch(/total +4 +2 +2 +0 +0\n$/);
    expect((await stage.ok('ledger', '--org', 'books', '--open', '--json')).json()).toMatchObject({ minutes: [] });
  });

  it('find what is stored', async () => {
    const found = (await stage.ok('events', 'search', '--org', 'books', '--json')).json();
    expect((found.events as { externalId: string }[]).map((one) => one.externalId).sort()).toEqual(['s1', 's2']);
    const people = await stage.ok('events', 'search', '--org', 'books', '--user', 'root', '--from', '1h');
    expect(people.stdout).toMatch(/\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z +medium +failed_login +- +root /);
    const page = (await stage.ok('events', 'search', '--org', 'books', '--limit', '1', '--json')).json();
    const rest = await stage.ok('events', 'search', '--org', 'books', '--cursor', String(page.nextCursor), '--json');
    expect(rest.json()).not.toHaveProperty('nextCursor');
    expect(rest.json().events).toHaveLength(1);
    const viewed = await stage.ok('events', 'search', '--org', 'books', '--view', 'ecs', '--output', 'ndjson');
    const [first = ''] = viewed.stdout.split('\n');
    const ecs = JSON.parse(first) as { event: { id: string } };
    expect(ecs).toMatchObject({ '@timestamp': expect.any(String) as string, organization: {}, log: {} });
    const shown = await stage.ok('events', 'show', ecs.event.id, '--org', 'books', '--view', 'ocsf');
    expect(JSON.parse(shown.stdout)).toMatchObject({ metadata: { uid: ecs.event.id, version: '1.4.0' } });
    const missing = await stage.run(['events', 'show', 's-1700000000000-0-0', '--org', 'books']);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('is stored for books') as string });
    expect((await stage.ok('events', 'search', '--org', 'books', '--type', 'none')).stderr).toBe('no such events\n');
  });

  it('list and show what was given up', async () => {
    expect((await stage.ok('dlq', 'list', '--json')).json()).toMatchObject({
      counts: [{ organization: 'books', group: 'db_writer', count: 2 }],
    });
    const { deadLetters } = (await stage.ok('dlq', 'list', '--org', 'books', '--json')).json() as {
      deadLetters: { id: string }[];
    };
    const shown = await stage.ok('dlq', 'show', deadLetters[0]?.id ?? '', '--org', 'books');
    expect(shown.stdout).toContain('PermanentError: the row is refused');
    expect(shown.stdout).toContain('"externalId":"dead1"');
    const none = await stage.run(['dlq', 'show', '1-1', '--org', 'books']);
    expect(none).toMatchObject({ code: 2, stdout: '' });
  });

  it('replay only when told to, and account for it', async () => {
    const undecided = await stage.run(['dlq', 'replay', '--org', 'books']);
    expect(undecided).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'error: add --dry-run to look, or --yes to do it\n',
    });
    const dry = (await stage.ok('dlq', 'replay', '--org', 'books', '--dry-run', '--json')).json();
    expect(dry).toMatchObject({ isDryRun: true, replayed: 2, deadLetters: [{ outcome: 'would_replay' }, {}] });
    expect(await countDead()).toBe(2);

    for (let replays = 1; replays <= 3; replays++) {
      expect((await stage.ok('dlq', 'replay', '--org', 'books', '--yes', '--json')).json()).toMatchObject({
        replayed: 2,
      });
      await waitFor(async () => (await countDead()) === 2, { timeoutMs: 15_000, intervalMs: 200 });
    }
    const guarded = await stage.run(['dlq', 'replay', '--org', 'books', '--yes']);
    expect(guarded.code).toBe(4);
    expect(guarded.stdout).toContain('0 events went back; 2 refused by the loop guard');
    const log = (await stage.ok('audit', 'tail', '--org', 'books', '--action', 'dead_letters', '--json')).json();
    expect(log.entries).toHaveLength(3);
    expect(log.entries).toContainEqual(expect.objectContaining({ targetId: 'db_writer', actorKind: 'operator' }));
    const ledger = (await stage.ok('ledger', '--org', 'books', '--json')).json();
    expect(ledger.totals).toMatchObject({ accepted: 4, stored: 2, deadLettered: { db_writer: 2 }, unexplained: 0 });
  });

  it('end with 3 when something is missing that nothing accounts for', async () => {
    const lostOrg = await stage.createOrg('holes');
    const threeMinutesAgo = Date.now() - 180_000;
    await stage.redis.call('HSET', orgKeys(lostOrg).ledger(threeMinutesAgo), ['accepted', 5]);
    const run = await stage.run(['ledger', '--org', 'holes']);
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/holes .* 5 +0 +0 +0 +5 +unexplained\n/);
    expect(run.stderr).toBe('1 minute with events that nothing accounts for\n');
  });

  async function countDead(): Promise<number> {
    return Number(await stage.redis.call('XLEN', orgKeys(orgId).deadLetters('db_writer'), []));
  }
});
