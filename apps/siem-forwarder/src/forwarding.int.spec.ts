import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { orgKeys } from '@redoubt/key-schema';
import { FaultSink, SyslogSink } from '@redoubt/sinks/testing';
import { appendRecords } from '@redoubt/stream';
import { alertOf, waitFor } from '@redoubt/test-kit';
import { parquetReadObjects } from 'hyparquet';
import { deleteSink, detachSink, type NewSink } from '@redoubt/rulebook';
import { refusedCommands } from '@redoubt/worker-test-kit';
import { Webhook } from 'standardwebhooks';
import { SinkStage } from './testing/stage.ts';

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

let stage: SinkStage;
let http: FaultSink;
let syslog: SyslogSink;
let forwarder: ReturnType<SinkStage['startForwarder']>;

beforeAll(async () => {
  stage = await SinkStage.open();
  forwarder = stage.startForwarder('w1');
  await forwarder.started;
});
afterAll(async () => {
  expect(await refusedCommands('siem-forwarder', stage.cluster.addresses)).toEqual([]);
  await stage.close();
});
beforeEach(async () => {
  [http, syslog] = await Promise.all([FaultSink.start(), SyslogSink.start()]);
});
afterEach(() => Promise.all([http.close(), syslog.close()]));

const events = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ eventType: 'failed_login', severity: 'medium', user: `u${i}`, sourceIp: '203.0.113.7' },
    ...more,
  }));
const elastic = (name = 'search'): NewSink => ({ type: 'elasticsearch', name, url: http.url(), index: 'redoubt' });
const named = (name: string) => ({ name, type: 'syslog' as const, host: '127.0.0.1', transport: 'tcp' as const });

async function parquetRows({ requests }: FaultSink): Promise<Record<string, unknown>[]> {
  const objects = requests.filter(({ path }) => path.endsWith('.parquet'));
  const read = ({ bytes }: (typeof objects)[number]): Promise<Record<string, unknown>[]> =>
    parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
  return (await Promise.all(objects.map(read))).flat();
}

it('an indexer that takes longer than a request gets nothing twice', async () => {
  const orgId = await stage.newOrg();
  let isReady = false;
  http.isIndexed = () => isReady;
  const slow: NewSink = { type: 'splunk_hec', name: 'slow', url: http.url(), token: 'T0K' };
  const { group, sinkId } = await stage.addSink(orgId, slow);
  await stage.send(orgId, events(40));
  const state = async (): Promise<string> => (await stage.sinkState(orgId, sinkId)).lastError ?? '';
  await waitFor(async () => (await state()).includes('not acknowledged yet'), { timeoutMs: 30_000 });
  isReady = true;
  await stage.settle(orgId, group, 60_000);
  expect([http.taken.size, http.duplicates]).toEqual([40, 0]);
});

it('a Splunk token that acknowledges nothing gets nothing until somebody has switched it on', async () => {
  const orgId = await stage.newOrg();
  http.isAcknowledging = false;
  const sink: NewSink = { type: 'splunk_hec', name: 'plain', url: http.url(), token: 'T0K' };
  const { group, sinkId } = await stage.addSink(orgId, sink);
  await stage.send(orgId, events(40));
  const state = async (): Promise<string> => (await stage.sinkState(orgId, sinkId)).lastError ?? '';
  await waitFor(async () => (await state()).includes('indexer acknowledgement off'), { timeoutMs: 30_000 });
  expect(http.taken.size).toBe(0);
  http.isAcknowledging = true;
  await stage.settle(orgId, group, 60_000);
  expect([http.taken.size, http.duplicates]).toEqual([40, 0]);
});

it('one whose acknowledgement is switched off meanwhile is not sent again what it took', async () => {
  const orgId = await stage.newOrg();
  const sink: NewSink = { type: 'splunk_hec', name: 'plain', url: http.url(), token: 'T0K' };
  const { group, sinkId } = await stage.addSink(orgId, sink);
  await stage.send(orgId, events(5));
  await stage.settle(orgId, group, 60_000);
  http.isAcknowledging = false;
  await stage.send(orgId, events(5));
  await waitFor(() => http.taken.size === 10, { timeoutMs: 30_000 });
  await stage.settle(orgId, group, 60_000);
  expect(http.duplicates).toBe(0);
  expect((await stage.sinkState(orgId, sinkId)).lastError).toContain('indexer acknowledgement off');
});

it('a receiver that refuses everything is left alone, and its events are not given up', async () => {
  const orgId = await stage.newOrg();
  http.fault = () => ({ kind: 'status', status: 400 });
  const { group, sinkId } = await stage.addSink(orgId, { type: 'otlp', name: 'otel', url: http.url() });
  await stage.send(orgId, events(100));
  const state = async (): Promise<string> => (await stage.sinkState(orgId, sinkId)).lastError ?? '';
  await waitFor(async () => (await state()).includes('refuses everything: HTTP 400'), { timeoutMs: 30_000 });
  http.fault = () => undefined;
  await stage.settle(orgId, group, 60_000);
  const dead = Number(await stage.redis.call('XLEN', orgKeys(orgId).deadLetters(group), []));
  expect([dead, http.taken.size]).toEqual([20, 80]);
});

it('what an OTLP receiver rejects does not make it get the others again', async () => {
  const orgId = await stage.newOrg();
  const body = JSON.stringify({ partialSuccess: { rejectedLogRecords: '1', errorMessage: 'too old' } });
  http.fault = () => ({ kind: 'status', status: 200, body });
  const { group, sinkId } = await stage.addSink(orgId, { type: 'otlp', name: 'otel', url: http.url() });
  await stage.send(orgId, events(30));
  await stage.settle(orgId, group);
  expect(http.requests.flatMap(({ ids }) => ids)).toHaveLength(30);
  expect((await stage.sinkState(orgId, sinkId)).lastError).toContain('1 of the request rejected: too old');
});

it('every sink gets every event once, by a cursor of its own, and the ledger says so', async () => {
  const orgId = await stage.newOrg();
  const sinks: NewSink[] = [
    elastic(),
    { ...named('collector'), port: syslog.port },
    { type: 'webhook', name: 'hook', url: http.url('/hook'), secret, mapping: 'raw' },
    { type: 'splunk_hec', name: 'splunk', url: http.url(), token: 'T0K' },
    { type: 'otlp', name: 'otel', url: http.url() },
    { type: 'file', name: 'file', fileName: 'events.ndjson', mapping: 'raw' },
    {
      ...{ type: 's3', name: 'archive', url: http.url(), bucket: 'archive', accessKeyId: 'AK', secretAccessKey: 'SK' },
      mapping: 'raw',
    },
    {
      ...{ type: 's3', name: 'lake', url: http.url(), bucket: 'lake', accessKeyId: 'AK', secretAccessKey: 'SK' },
      ...{ format: 'parquet', mapping: 'ocsf' },
    },
  ];
  const infos = [];
  for (const sink of sinks) infos.push(await stage.addSink(orgId, sink));
  expect(infos.map(({ group }) => group === 'siem_forwarder')).toEqual([true, ...Array(7).fill(false)]);
  await stage.send(orgId, events(250));
  await stage.send(orgId, events(30, { severity: 'critical' }), 'p');
  const ids = (await stage.ids(orgId)).sort();
  expect(ids).toHaveLength(280);
  for (const { group } of infos) await stage.settle(orgId, group);

  const seenBy = (path: string): string[] =>
    http.requests.filter((one) => one.path.startsWith(path)).flatMap((one) => one.ids);
  for (const path of ['/_bulk', '/hook', '/services/collector/event', '/v1/logs', '/archive/']) {
    expect([path, seenBy(path).sort()]).toEqual([path, ids]);
  }
  expect((await parquetRows(http)).map(({ id }) => id).sort()).toEqual(ids);
  expect([...syslog.taken.keys()].sort()).toEqual(ids);
  expect(syslog.duplicates).toBe(0);
  const lines = readFileSync(join(stage.fileDir.path, orgId, 'events.ndjson'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => idOf(line)).sort()).toEqual(ids);
  const ledger = await stage.ledger(orgId);
  for (const { group } of infos) expect(ledger[`forwarded:${group}`]).toBe(280);
  const hook = http.requests.find(({ path }) => path === '/hook');
  expect(new Webhook(secret).verify(hook?.body ?? '', hook?.headers as Record<string, string>)).toMatchObject({
    type: 'events.forwarded',
  });
});

it('a sink that is away holds up no other, and misses nothing', async () => {
  const orgId = await stage.newOrg();
  const down = await FaultSink.start();
  const { port } = down;
  await down.close();
  const away = await stage.addSink(orgId, { ...elastic('away'), url: `http://127.0.0.1:${port}` } as NewSink);
  const here = await stage.addSink(orgId, elastic('here'));
  for (let i = 0; i < 5; i++) await stage.send(orgId, events(20));
  await stage.settle(orgId, here.group);
  expect(http.taken.size).toBe(100);
  expect(await stage.waiting(orgId, away.group)).toBeGreaterThan(0);
  await waitFor(
    async () => (await stage.redis.call('HGET', orgKeys(orgId).sinkState(away.sinkId), ['state'])) === 'failing',
  );

  const back = await FaultSink.start(port);
  await stage.settle(orgId, away.group);
  expect([...back.taken.keys()].sort()).toEqual((await stage.ids(orgId)).sort());
  expect(back.conflicts).toBe(0);
  expect((await stage.ledger(orgId))[`forwarded:${away.group}`]).toBe(100);
  await back.close();
});

it('items are judged one by one: 429 is sent again, 400 goes to the dead letters with its reason, 409 is there', async () => {
  const orgId = await stage.newOrg();
  const tries = new Map<string, number>();
  http.fault = () => ({
    kind: 'items',
    statusOf: (id, index) => {
      const times = (tries.get(id) ?? 0) + 1;
      tries.set(id, times);
      if (id.endsWith('-3')) return 400;
      return index % 2 === 1 && times < 3 ? 429 : undefined;
    },
  });
  const { group } = await stage.addSink(orgId, elastic());
  await stage.send(orgId, events(20));
  await stage.settle(orgId, group);
  expect(http.taken.size).toBe(19);
  expect(http.conflicts).toBe(0);
  const [[, fields]] = (await stage.redis.call('XRANGE', orgKeys(orgId).deadLetters(group), ['-', '+'])) as [
    [string, string[]],
  ];
  expect(fields).toEqual(expect.arrayContaining(['permanent_error', 'HTTP 400 fault: status 400']));
  expect(await stage.ledger(orgId)).toMatchObject({ [`forwarded:${group}`]: 19, [`dead:${group}`]: 1 });
});

it('what is too large is split, what is wrong is found, and Retry-After is heard', async () => {
  const orgId = await stage.newOrg();
  const askedAtMs: number[] = [];
  http.fault = ({ ids, body }, index) => {
    if (index === 0) return { kind: 'status', status: 503, headers: { 'retry-after': '1' } };
    askedAtMs.push(Date.now());
    if (ids.length > 4) return { kind: 'status', status: 413 };
    return body.includes('"poison"') ? { kind: 'status', status: 400 } : undefined;
  };
  const { group } = await stage.addSink(orgId, { type: 'webhook', name: 'hook', url: http.url('/hook'), secret });
  const startedAtMs = Date.now();
  const given = events(20);
  given[7] = { ...given[7], user: 'poison' } as (typeof given)[0];
  await stage.send(orgId, given);
  await stage.settle(orgId, group);
  expect((askedAtMs[0] ?? 0) - startedAtMs).toBeGreaterThanOrEqual(950);
  expect(http.taken.size).toBe(19);
  expect(http.duplicates).toBe(0);
  expect(await stage.ledger(orgId)).toMatchObject({ [`forwarded:${group}`]: 19, [`dead:${group}`]: 1 });
});

it('an answer that breaks off, none at all, and an indexer that takes its time lose nothing', async () => {
  const orgId = await stage.newOrg();
  http.fault = (_, index) => (index === 0 ? { kind: 'reset' } : index === 1 ? { kind: 'hang' } : undefined);
  let asked = 0;
  http.isIndexed = () => ++asked > 3;
  const search = await stage.addSink(orgId, elastic());
  const splunk = await stage.addSink(orgId, { type: 'splunk_hec', name: 'splunk', url: http.url(), token: 'T0K' });
  await stage.send(orgId, events(10));
  await Promise.all([stage.settle(orgId, search.group), stage.settle(orgId, splunk.group)]);
  const bulk = http.requests.filter(({ path }) => path.startsWith('/_bulk'));
  expect(new Set(bulk.flatMap(({ ids }) => ids)).size).toBe(10);
  expect(asked).toBeGreaterThan(3);
});

it.each(['half_close', 'reset', 'hang'] as const)(
  'a syslog receiver that fails with %s gets all of it again',
  async (fault) => {
    const orgId = await stage.newOrg();
    syslog.fault = (connection) => (connection < 2 ? fault : undefined);
    const { group } = await stage.addSink(orgId, { ...named('collector'), port: syslog.port, mapping: 'cef' });
    await stage.send(orgId, events(50));
    await stage.settle(orgId, group);
    expect([...syslog.taken.keys()].sort()).toEqual((await stage.ids(orgId)).sort());
    expect(syslog.messages[0]).toMatch(
      /^<108>1 \S+ - redoubt - failed_login \[redoubt@32473 id="[^"]*" stream="events"\] CEF:0\|Redoubt\|/,
    );
    expect(syslog.broken).toBe(0);
  },
);

it('a filter decides what a sink is given, alerts too; what is left out is counted', async () => {
  const orgId = await stage.newOrg();
  const filter = {
    streams: ['events', 'alerts'] as ('events' | 'alerts')[],
    minSeverity: 'medium' as const,
    query: 'user:u1* -user:u11',
  };
  const { group } = await stage.addSink(orgId, { ...elastic(), filter } as NewSink);
  await stage.send(orgId, events(12));
  await stage.send(orgId, events(5, { severity: 'low' }));
  const alert = alertOf({ orgId, severity: 'high' });
  const record = { type: 'alert', change: 'opened', atMs: Date.now(), isNotifiable: true, alert };
  await appendRecords(stage.redis, orgId, 'a', [Buffer.from(JSON.stringify(record))], { batchId: randomUUID() });
  await stage.settle(orgId, group);
  expect(http.taken.size).toBe(3);
  expect(http.requests.map(({ body }) => body).join('')).toContain(alert.alertId);
  expect(await stage.ledger(orgId)).toMatchObject({ [`forwarded:${group}`]: 2, [`filtered:${group}`]: 15 });
});

it('is paused, changed, resumed and removed while it runs', async () => {
  const orgId = await stage.newOrg();
  const { sinkId, group } = await stage.addSink(orgId, elastic());
  await stage.send(orgId, events(1));
  await stage.settle(orgId, group);
  await stage.enable(orgId, sinkId, false);
  const other = await FaultSink.start();
  await stage.changeSink(orgId, sinkId, { settings: { url: other.url() } });
  await stage.send(orgId, events(3));
  await stage.enable(orgId, sinkId, true);
  await stage.settle(orgId, group);
  // One that was on its way while the address changed may have come to both.
  const taken = () => [...new Set([...other.taken.keys(), ...http.taken.keys()])].sort();
  await waitFor(() => taken().length === 4);
  expect(taken()).toEqual((await stage.ids(orgId)).sort());
  await stage.remove(orgId, sinkId);
  expect(await stage.waiting(orgId, group)).toBe(0);
  const expected = await stage.redis.call('HGET', orgKeys(orgId).config(), ['expectedGroups']);
  expect(expected).toBe('db_writer');
  await other.close();
});

it('a sink made at once in place of another has a cursor and a start of its own, and is woken', async () => {
  const orgId = await stage.newOrg();
  const first = await stage.addSink(orgId, elastic('first'));
  await stage.send(orgId, events(20));
  await stage.settle(orgId, first.group);
  expect(http.taken.size).toBe(20);
  const other = await FaultSink.start();
  await deleteSink(stage.database, orgId, first.sinkId, { actor: 'spec' });
  const second = await stage.addSink(orgId, { ...elastic('second'), url: other.url() } as NewSink);
  expect([first.group, second.group]).toEqual(['siem_forwarder', `siem_forwarder:${second.sinkId}`]);
  await waitFor(() => other.taken.size === 20, { timeoutMs: 20_000, what: 'the new one has what is kept' });
  await stage.send(orgId, events(5));
  await stage.settle(orgId, second.group);
  expect([...other.taken.keys()].sort()).toEqual((await stage.ids(orgId)).sort());
  expect(http.taken.size).toBe(20);
  await other.close();
});

it('a sink that was taken off is sent nothing; resumed it goes on at what is kept', async () => {
  const orgId = await stage.newOrg();
  const { sinkId, group } = await stage.addSink(orgId, elastic());
  await stage.send(orgId, events(2));
  await stage.settle(orgId, group);
  const backlog = { entries: 1, sizeBytes: 1, ageMs: 1 };
  expect(await detachSink(stage.database, orgId, group, { actor: 'spec', backlog })).toMatchObject({ sinkId });
  await stage.relay(orgId);
  await waitFor(
    async () => (await forwarder.metrics.read('siem_sinks', { sink: 'elasticsearch', state: 'detached' })) === 1,
    {
      ...{ timeoutMs: 20_000, what: 'it is told' },
    },
  );
  for (let at = 0; at < 3; at++) await stage.send(orgId, events(1));
  const stream = orgKeys(orgId).eventsStream();
  await stage.redis.call('XTRIM', stream, ['MAXLEN', '=', '1']);
  await stage.enable(orgId, sinkId, true);
  await stage.settle(orgId, group);
  expect([...http.taken.keys()]).toHaveLength(3);
  expect([...http.taken.keys()]).toEqual(expect.arrayContaining(await stage.ids(orgId)));
  const skipped = await stage.redis.call('HGET', orgKeys(orgId).config(), [`skipped:${group}`]);
  expect(skipped).toBe('2');
});

function idOf(line: string): string {
  const { eventId, orgId } = JSON.parse(line) as { eventId: string; orgId: string };
  return `${orgId}-${eventId}`;
}
