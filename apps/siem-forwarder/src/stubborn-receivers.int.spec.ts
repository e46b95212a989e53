import type { OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { NewSink } from '@redoubt/rulebook';
import { FaultSink } from '@redoubt/sinks/testing';
import { listDeadLetters, replayDeadLetters } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { SinkStage } from './testing/stage.ts';

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

let stage: SinkStage;
let http: FaultSink;

beforeAll(async () => {
  stage = await SinkStage.open();
  await stage.startForwarder('w1').started;
});
afterAll(() => stage.close());
beforeEach(async () => {
  http = await FaultSink.start();
});
afterEach(() => http.close());

const hook = (): NewSink => ({ type: 'webhook', name: 'hook', url: http.url('/hook'), secret });
const elastic = (): NewSink => ({ type: 'elasticsearch', name: 'search', url: http.url(), index: 'redoubt' });
const named = (...users: string[]) => users.map((user) => ({ eventType: 'failed_login', severity: 'low', user }));
const many = (count: number, user: string) => named(...Array.from({ length: count }, () => user));

async function deadLetters(orgId: OrgId, group: GroupName): Promise<Record<string, string>[]> {
  const key = orgKeys(orgId).deadLetters(group);
  const entries = (await stage.redis.call('XRANGE', key, ['-', '+'])) as [string, string[]][];
  return entries.map(([, flat]) =>
    Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : []))),
  );
}

const lastError = async (orgId: OrgId, sinkId: string): Promise<string> =>
  (await stage.sinkState(orgId, sinkId)).lastError ?? '';

it.each([
  ['an event of its own', (poison: object[], others: object[]) => [poison, ...others.map((other) => [other])]],
  [
    'one among others',
    (poison: object[], others: object[]) => [[...others.slice(0, 7), ...poison, ...others.slice(7)]],
  ],
])(
  'what a receiver fails at for ever is given up once others were taken often enough: %s',
  async (_, entriesOf) => {
    const orgId = await stage.newOrg();
    http.fault = ({ body }) => (body.includes('"poison"') ? { kind: 'status', status: 500 } : undefined);
    const { group, sinkId } = await stage.addSink(orgId, hook());
    let sent = 20;
    for (const entry of entriesOf(named('poison'), named(...Array.from({ length: 20 }, (_v, i) => `u${i}`)))) {
      await stage.send(orgId, entry as Record<string, unknown>[]);
    }
    await waitFor(async () => (await lastError(orgId, sinkId)).includes('HTTP 500 for 1 of the items'), {
      ...{ timeoutMs: 30_000, what: 'it is told' },
    });
    // Each try needs another item that is taken: there is always something coming.
    await waitFor(
      async () => {
        await stage.send(orgId, named(`more${sent}`));
        sent += 1;
        return (await deadLetters(orgId, group)).length > 0;
      },
      { timeoutMs: 60_000, intervalMs: 300, what: 'it is given up' },
    );
    await stage.settle(orgId, group, 30_000);
    expect((await deadLetters(orgId, group)).map(({ message }) => message)).toEqual([
      'HTTP 500, at every try, while others were taken',
    ]);
    expect([http.taken.size, http.duplicates]).toEqual([sent, 0]);
    expect(await stage.ledger(orgId)).toMatchObject({ [`forwarded:${group}`]: sent, [`dead:${group}`]: 1 });
  },
  120_000,
);

it('what stands between the item and the next that a narrow filter wants is passed over meanwhile', async () => {
  const orgId = await stage.newOrg();
  http.fault = ({ body }) => (body.includes('"poison"') ? { kind: 'status', status: 500 } : undefined);
  const { group } = await stage.addSink(orgId, { ...hook(), filter: { minSeverity: 'medium' } });
  const medium = (user: string) => named(user).map((event) => ({ ...event, severity: 'medium' }));
  await stage.send(orgId, medium('poison'));
  for (let at = 0; at < 40; at++) await stage.send(orgId, named('unwanted'));
  let sent = 0;
  await waitFor(
    async () => {
      await stage.send(orgId, medium(`more${sent}`));
      for (let at = 0; at < 5; at++) await stage.send(orgId, named('unwanted'));
      sent += 1;
      return (await deadLetters(orgId, group)).length > 0;
    },
    { timeoutMs: 60_000, intervalMs: 300, what: 'it is given up' },
  );
  await stage.settle(orgId, group, 30_000);
  expect([http.taken.size, http.duplicates]).toEqual([sent, 0]);
  const ended = { [`forwarded:${group}`]: sent, [`filtered:${group}`]: 40 + 5 * sent, [`dead:${group}`]: 1 };
  expect(await stage.ledger(orgId)).toMatchObject(ended);
}, 90_000);

it('one that fails at everything loses nothing, however long it is down', async () => {
  const orgId = await stage.newOrg();
  http.fault = () => ({ kind: 'status', status: 500 });
  const [{ group }, search] = [await stage.addSink(orgId, hook()), await stage.addSink(orgId, elastic())];
  for (let at = 0; at < 12; at++) await stage.send(orgId, named(`a${at}`, `b${at}`));
  const asked = (path: string): number => http.requests.filter((one) => one.path.startsWith(path)).length;
  await waitFor(() => asked('/hook') > 40 && asked('/_bulk') > 40, { timeoutMs: 60_000 });
  http.fault = () => undefined;
  await Promise.all([stage.settle(orgId, group, 30_000), stage.settle(orgId, search.group, 30_000)]);
  expect([...(await deadLetters(orgId, group)), ...(await deadLetters(orgId, search.group))]).toEqual([]);
  const ids = (await stage.ids(orgId)).sort();
  const at = (path: string): string[] =>
    http.requests.filter((one) => one.path.startsWith(path)).flatMap((one) => one.ids);
  expect([new Set(at('/hook')).size, new Set(at('/_bulk')).size]).toEqual([ids.length, ids.length]);
}, 120_000);

it('a document that an index fails at is found among those it takes', async () => {
  const orgId = await stage.newOrg();
  const { group } = await stage.addSink(orgId, elastic());
  let bad = '';
  http.fault = ({ ids }) => {
    if (bad === '') bad = ids[3] ?? '';
    return { kind: 'items', statusOf: (id) => (id === bad ? 500 : undefined) };
  };
  let sent = 10;
  await stage.send(orgId, many(10, 'ada'));
  await waitFor(
    async () => {
      await stage.send(orgId, named('more'));
      sent += 1;
      return (await deadLetters(orgId, group)).length > 0;
    },
    { timeoutMs: 60_000, intervalMs: 300 },
  );
  await stage.settle(orgId, group, 30_000);
  const [letter] = await deadLetters(orgId, group);
  expect([`${orgId}-${letter?.eventId}`, letter?.message]).toEqual([
    bad,
    'HTTP 500 fault: status 500, at every try, while others were taken',
  ]);
  expect([http.taken.size, http.taken.has(bad), http.conflicts]).toEqual([sent - 1, false, 0]);
}, 90_000);

it('an index that refuses every document is left alone, and none is given up', async () => {
  const orgId = await stage.newOrg();
  http.fault = () => ({ kind: 'items', statusOf: () => 400 });
  const { group, sinkId } = await stage.addSink(orgId, elastic());
  await stage.send(orgId, many(60, 'ada'));
  await waitFor(async () => (await lastError(orgId, sinkId)).includes('refuses everything: HTTP 400'), {
    timeoutMs: 30_000,
  });
  expect((await stage.sinkState(orgId, sinkId)).state).toBe('failing');
  http.fault = () => undefined;
  await stage.settle(orgId, group, 30_000);
  expect([await deadLetters(orgId, group), http.taken.size]).toEqual([[], 60]);
});

it.each([
  ['_bulk', elastic],
  ['webhook', hook],
])(
  'many alike that are refused for good stand in front of others: a sink by %s goes on',
  async (_, sink) => {
    const orgId = await stage.newOrg();
    const bad = new Set<string>();
    http.fault = ({ path, ids, body }) => {
      if (path.startsWith('/hook')) return body.includes('"odd"') ? { kind: 'status', status: 400 } : undefined;
      for (const [at, line] of body
        .split('\n')
        .filter((one) => !one.startsWith('{"create"'))
        .entries())
        if (line.includes('"odd"')) bad.add(ids[at] ?? '');
      return { kind: 'items', statusOf: (id) => (bad.has(id) ? 400 : undefined) };
    };
    const { group } = await stage.addSink(orgId, sink());
    await stage.send(orgId, many(60, 'odd'));
    await stage.send(orgId, many(5, 'ada'));
    await stage.settle(orgId, group, 60_000);
    expect([(await deadLetters(orgId, group)).length, http.taken.size]).toEqual([60, 5]);
  },
  90_000,
);

it('a dead letter that is put back is known by its first id', async () => {
  const orgId = await stage.newOrg();
  http.fault = () => ({ kind: 'items', statusOf: () => 400 });
  const { group } = await stage.addSink(orgId, elastic());
  await stage.send(orgId, many(3, 'ada'));
  await stage.settle(orgId, group);
  const { letters } = await listDeadLetters(stage.redis, orgId, group);
  expect(letters).toHaveLength(3);
  http.fault = () => undefined;
  await replayDeadLetters(stage.redis, orgId, group, letters);
  await waitFor(() => http.taken.size === 3, { timeoutMs: 15_000 });
  await stage.settle(orgId, group);
  expect([...http.taken.keys()].sort()).toEqual(letters.map(({ eventId }) => `${orgId}-${eventId}`).sort());
});
