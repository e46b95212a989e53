import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { listAudit } from '@redoubt/storage';
import { ApiClient } from '../../testing/api-client.ts';
import { startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
  acme = await app.addTenant('acme');
});
afterAll(() => app.close());

interface Letter {
  group: string;
  letterId: string;
  reason: string;
  excerpt: string;
  mayReplay: boolean;
}

/** Dead letters as a consumer writes them; returns their ids. */
async function bury(
  tenant: Tenant,
  group: GroupName,
  all: Record<string, string | number | Buffer>[],
): Promise<string[]> {
  const key = orgKeys(tenant.orgId).deadLetters(group);
  const ids: string[] = [];
  for (const [i, given] of all.entries()) {
    const fields = {
      ...{ event: `{"eventType":"web_request","n":${i}}`, eventId: `s-${1_700_000_000_000 + i}-0-0`, lane: 's' },
      ...{ entryId: `${1_700_000_000_000 + i}-0`, index: 0, acceptedAtMs: Date.now(), reason: 'permanent_error' },
      ...{ error: 'PermanentError', message: 'no', attempts: 1, diedAtMs: Date.now(), ...given },
    };
    ids.push((await app.redis.call('XADD', key, ['*', ...Object.entries(fields).flat()])) as string);
  }
  return ids;
}

const list = async ({ read: key }: Tenant, query: Record<string, string | number> = {}) =>
  (await api.call('listDeadLetters', { key, query })).json;
const replay = (tenant: Tenant, body: object) => api.call('replayDeadLetters', { key: tenant.admin, body });
const left = async ({ orgId }: Tenant, group: GroupName) =>
  app.redis.call('XLEN', orgKeys(orgId).deadLetters(group), []);

describe('dead letters', () => {
  it('are listed across groups in pages, with counts by reason', async () => {
    const tenant = await app.addTenant('listing');
    await bury(tenant, 'db_writer', [{}, { reason: 'refused_by_store' }, {}]);
    await bury(tenant, 'alert_engine', [{ reason: 'attempts_exhausted', attempts: 5 }]);
    const all = await list(tenant);
    expect(all).toMatchObject({ total: 4, isCounted: true });
    expect(all.nextCursor).toBeUndefined();
    expect((all.letters as Letter[]).map(({ group, reason }) => [group, reason])).toEqual([
      ['alert_engine', 'attempts_exhausted'],
      ['db_writer', 'permanent_error'],
      ['db_writer', 'refused_by_store'],
      ['db_writer', 'permanent_error'],
    ]);
    expect(all.byReason).toEqual([
      { group: 'alert_engine', reason: 'attempts_exhausted', count: 1 },
      { group: 'db_writer', reason: 'permanent_error', count: 2 },
      { group: 'db_writer', reason: 'refused_by_store', count: 1 },
    ]);
    for (const limit of [1, 2, 3, 4]) {
      const letters: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(tenant, { limit, ...(cursor === undefined ? {} : { cursor }) });
        letters.push(...(page.letters as Letter[]));
        cursor = page.nextCursor as string | undefined;
      } while (cursor !== undefined);
      expect(letters).toEqual(all.letters);
    }
  });

  it('are found by group and reason', async () => {
    const tenant = await app.addTenant('filters');
    await bury(tenant, 'db_writer', [{}, { reason: 'undecodable' }]);
    await bury(tenant, 'siem_forwarder:x1', [{}]);
    const some = await list(tenant, { group: 'db_writer', reason: 'undecodable' });
    expect((some.letters as Letter[]).map(({ reason }) => reason)).toEqual(['undecodable']);
    expect((await list(tenant, { group: 'siem_forwarder:x1' })).total).toBe(1);
    const bad = await api.call('listDeadLetters', { key: tenant.read, query: { group: 'no*' } });
    expect(bad.json.code).toBe('invalid_parameter');
    const cursor = await api.call('listDeadLetters', { key: tenant.read, query: { cursor: 'db_writer@x' } });
    expect(cursor.json.code).toBe('refused');
  });

  it('show the whole event, be it text or not', async () => {
    const event = `{"message":"${'x'.repeat(5_000)}"}`;
    const [text, bytes] = (await bury(acme, 'db_writer', [{ event }, { event: Buffer.from([255, 0, 1]) }])) as [
      string,
      string,
    ];
    const show = (letterId: string) =>
      api.call('getDeadLetter', { key: acme.read, params: { group: 'db_writer', letterId } });
    const { json } = await show(text);
    expect(json).toMatchObject({ letter: { letterId: text }, payload: { text: event, sizeBytes: event.length } });
    expect((json.letter as Letter).excerpt).toBe(event.slice(0, 200));
    expect((await show(bytes)).json.payload).toEqual({ text: null, base64: '/wAB', sizeBytes: 3 });
    expect((await show('1-1')).status).toBe(404);
    expect((await show('1-1}x')).status).toBe(404);
  });
});

describe('a replay', () => {
  it('says first what it would do, then does it, and the audit log says who asked for it and why', async () => {
    const tenant = await app.addTenant('replay');
    const group = 'db_writer';
    const [first, often, kept] = (await bury(tenant, group, [{}, { replays: 3 }, {}])) as [string, string, string];
    const ask = { group, letterIds: [first, often, '1-1'], reason: 'the store is back' };
    const refused = [
      { letterId: '1-1', why: 'gone' },
      { letterId: often, why: 'replayed_too_often' },
    ];
    expect((await replay(tenant, { ...ask, dryRun: true })).json).toEqual({ replayed: 1, refused, isMore: false });
    expect(await left(tenant, group)).toBe(3);
    expect((await replay(tenant, ask)).json).toEqual({ replayed: 1, refused, isMore: false });
    expect(((await list(tenant)).letters as Letter[]).map(({ letterId }) => letterId)).toEqual([often, kept]);
    const { entries } = await listAudit(app.database, tenant.orgId, { action: 'dead_letters.replayed' });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      ...{ actorKind: 'api_key', reason: 'the store is back', targetId: group },
      after: { count: 1, letterIds: [first] },
    });
  });

  it('of all takes those that may go back, by reason if one is named', async () => {
    const tenant = await app.addTenant('all');
    const group = 'db_writer';
    await bury(tenant, group, [{}, { reason: 'undecodable' }, { replays: 3 }, {}]);
    const some = await replay(tenant, { group, all: true, deadReason: 'undecodable' });
    expect(some.json).toEqual({ replayed: 1, refused: [], isMore: false });
    expect((await replay(tenant, { group, all: true })).json).toEqual({ replayed: 2, refused: [], isMore: false });
    expect((await replay(tenant, { group, all: true })).json).toEqual({ replayed: 0, refused: [], isMore: false });
    expect(await left(tenant, group)).toBe(1);
  });

  it('that cannot be moved stays, and is said to', async () => {
    const tenant = await app.addTenant('unread');
    const [letterId] = (await bury(tenant, 'siem_forwarder:x1', [{}])) as [string];
    const { json } = await replay(tenant, { group: 'siem_forwarder:x1', letterIds: [letterId] });
    expect(json).toEqual({ replayed: 0, refused: [{ letterId, why: 'failed' }], isMore: false });
    expect(await left(tenant, 'siem_forwarder:x1')).toBe(1);
  });

  it('needs the right to change the pipeline, and one way of choosing', async () => {
    const body = { group: 'db_writer', all: true };
    expect((await api.call('replayDeadLetters', { key: acme.read, body })).status).toBe(403);
    const both = await replay(acme, { ...body, letterIds: ['1-1'] });
    expect(both.json.code).toBe('invalid_body');
  });
});
