import { orgKeys, slotOf } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { FeedClient } from '../testing/feed-client.ts';
import { FeedStage, type StageOrg } from '../testing/feed-stage.ts';

const SOCKETS_PER_ORG = 50;
let stage: FeedStage;
let clients: { org: StageOrg; client: FeedClient }[];
/** What the streams held before the clients came. */
let earlier: Set<string>;

beforeAll(async () => {
  stage = await FeedStage.open(4);
}, 120_000);
beforeEach(async () => {
  clients = stage.orgs.flatMap((org) =>
    Array.from({ length: SOCKETS_PER_ORG }, () => ({
      org,
      client: new FeedClient(stage.balancer.url, 'alerts', { token: org.token, timeout: 5_000 }),
    })),
  );
  for (const { client } of clients) await client.ready();
  earlier = new Set((await Promise.all(stage.orgs.map((org) => stage.recordIds(org)))).flat());
}, 120_000);
afterEach(() => {
  for (const { client } of clients) client.close();
});
afterAll(() => stage.close(), 60_000);

/** What is wrong with what the clients got, judged by what the streams hold in the end. */
async function verdict(): Promise<string[]> {
  const wrong: string[] = [];
  for (const org of stage.orgs) {
    const ids = (await stage.recordIds(org)).filter((id) => !earlier.has(id));
    expect(ids.length).toBeGreaterThan(20);
    for (const { client } of clients.filter((one) => one.org === org)) {
      const hasLast = (): boolean => client.items.some(({ streamId }) => streamId === ids.at(-1));
      await waitFor(hasLast, { timeoutMs: 30_000 }).catch(() => wrong.push(`${org.orgId}: the last is missing`));
      // What a failover took back may be among what was received; it is in no stream.
      const received = new Set(client.ids);
      const missing = ids.filter((id) => !received.has(id));
      if (missing.length > 0) wrong.push(`${org.orgId}: ${missing.length} missing, first ${missing[0]}`);
      if (received.size !== client.ids.length) wrong.push(`${org.orgId}: repeated`);
      if (client.gaps.length > 0) wrong.push(`${org.orgId}: gap`);
    }
  }
  return wrong;
}

/** Waits until every client got so many more. */
async function allReceive(more: number): Promise<void> {
  const wanted = clients.map(({ client }) => ({ client, count: client.items.length + more }));
  for (const { client, count } of wanted) await client.received(count, 60_000);
}

async function whileAppending(run: () => Promise<void>): Promise<void> {
  let isDone = false;
  const appending = stage.appendUntil(() => isDone);
  try {
    await allReceive(20);
    await run();
  } finally {
    isDone = true;
    await appending;
  }
}

it('a slot that moves away and back under 200 sockets costs no client an alert, nor doubles one', async () => {
  await whileAppending(async () => {
    const { orgId } = stage.orgs[1] as StageOrg;
    const key = orgKeys(orgId).alertsStream();
    const first = await stage.cluster.masterOfKey(key);
    const second = (await stage.cluster.masters()).find((node) => node !== first);
    if (!second) throw new Error('no second master');
    await stage.cluster.moveSlot(slotOf(key), first, second);
    await allReceive(20);
    await stage.cluster.moveSlot(slotOf(key), second, first);
    await allReceive(20);
  });
  expect(await verdict()).toEqual([]);
}, 180_000);

it('a Redis master that is killed under 200 sockets costs no client an alert, nor doubles one', async () => {
  await whileAppending(async () => {
    const { orgId } = stage.orgs[0] as StageOrg;
    const key = orgKeys(orgId).alertsStream();
    const master = await stage.cluster.masterOfKey(key);
    await stage.cluster.kill9(master);
    await waitFor(async () => (await stage.cluster.masterOfKey(key)) !== master, { timeoutMs: 30_000 });
    await allReceive(20);
  });
  expect(await verdict()).toEqual([]);
}, 180_000);

it('a dashboard that is killed under 200 sockets costs no client an alert, nor doubles one', async () => {
  await whileAppending(async () => {
    await stage.dashboards[0]?.kill9();
    const left = clients.filter(({ client }) => client.disconnects.length > 0 || !client.socket.connected);
    for (const { client } of left) await client.ready(2);
    await allReceive(20);
  });
  expect(clients.filter(({ client }) => client.readies > 1).length).toBeGreaterThan(50);
  expect(await verdict()).toEqual([]);
}, 180_000);
