import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compareEntryIds, parseEventId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { SinkInfo } from '@redoubt/rulebook';
import { FaultSink } from '@redoubt/sinks/testing';
import { ProcessSet, waitFor, type ManagedProcess } from '@redoubt/test-kit';
import { SinkStage } from './testing/stage.ts';

const main = join(import.meta.dirname, 'main.ts');
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const ROUNDS = 40;
const PER_ROUND = 25;
const MOST_AHEAD = 3;
const ORGS = 3;
/** What a process that is killed may have sent and not noted: no more than was ahead of what had arrived. */
const MOST_AGAIN = (MOST_AHEAD + 1) * PER_ROUND * ORGS;

let stage: SinkStage;
let processes: ProcessSet;
let search: FaultSink;
let hook: FaultSink;
let orgs: { orgId: OrgId; sinks: SinkInfo[] }[];

beforeEach(async () => {
  [stage, search, hook] = await Promise.all([SinkStage.open({ replicas: 1 }), FaultSink.start(), FaultSink.start()]);
  processes = new ProcessSet('siem-forwarder');
  orgs = [];
  for (let at = 0; at < ORGS; at++) {
    const orgId = await stage.newOrg();
    const sinks = [
      await stage.addSink(orgId, { type: 'elasticsearch', name: 'search', url: search.url(), index: 'x' }),
      await stage.addSink(orgId, { type: 'webhook', name: 'hook', url: hook.url('/hook'), secret }),
    ];
    orgs.push({ orgId, sinks });
  }
});
afterEach(async () => {
  await processes.close();
  await stage.close();
  await Promise.all([search.close(), hook.close()]);
});

function startProcess(workerId: string): Promise<ManagedProcess> {
  return processes.start(workerId, [main], stage.env(workerId, { LOG_LEVEL: 'info' }));
}

/** Keeps so little ahead of what is forwarded that every kill falls into the midst of it. */
async function sendAll(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const events = Array.from({ length: PER_ROUND }, (_, i) => ({
      ...{ eventType: 'failed_login', severity: 'low', user: `u${round}-${i}` },
    }));
    await Promise.all(orgs.map(({ orgId }) => stage.send(orgId, events)));
    const wanted = (round + 1 - MOST_AHEAD) * PER_ROUND * orgs.length;
    await waitFor(() => search.taken.size >= wanted, { timeoutMs: 90_000, what: `round ${round} at its sink` });
  }
}

/** Of items of one lane, `<organisation>-<event id>`. */
function inStream(one: string, other: string): number {
  const [a, b] = [one, other].map((id) => parseEventId(id.slice(id.indexOf('-s-') + 1)));
  if (!a || !b) throw new Error(`${one} or ${other} is no item of an event`);
  return compareEntryIds(a.entryId, b.entryId) || a.index - b.index;
}

/** What is not as it should be, when everything is forwarded. */
async function faults(): Promise<string[]> {
  const wrong: string[] = [];
  for (const { orgId, sinks } of orgs) {
    for (const { group } of sinks) await stage.settle(orgId, group, 60_000);
    const ids = await stage.ids(orgId);
    // Ids that change with a try would be documents of their own.
    if ([...search.taken.keys()].filter((id) => id.startsWith(orgId)).length !== ids.length)
      wrong.push(`search has other documents than the ${ids.length} of ${orgId}`);
    for (const [name, sink] of [['search', search] as const, ['hook', hook] as const]) {
      const missing = ids.filter((id) => !sink.taken.has(id)).length;
      if (missing > 0) wrong.push(`${name} misses ${missing} of ${ids.length}`);
      const first = [...sink.taken.keys()].filter((id) => id.startsWith(orgId));
      if (!isDeepStrictEqual(first, [...first].sort(inStream))) wrong.push(`${name} got ${orgId} out of order`);
    }
    const ledger = await stage.ledger(orgId);
    for (const { group } of sinks) {
      if (ledger[`forwarded:${group}`] !== ids.length) {
        wrong.push(`ledger of ${group}: ${ledger[`forwarded:${group}`] ?? 0} of ${ids.length}`);
      }
    }
  }
  return wrong;
}

describe('siem-forwarder processes', () => {
  test('that are killed again and again miss nothing; what takes ids has nothing twice', async () => {
    const sending = sendAll();
    for (let at = 0; at < 2; at++) {
      const doomed = await startProcess(`w${at}`);
      const before = search.taken.size;
      await waitFor(() => search.taken.size > before + 100, { timeoutMs: 40_000, what: 'some forwarded' });
      process.kill(doomed.pid, 'SIGKILL');
      await doomed.exited;
    }
    await startProcess('last');
    await sending;
    expect(await faults()).toEqual([]);
    expect(search.conflicts).toBeLessThanOrEqual(2 * MOST_AGAIN);
  }, 180_000);

  test('go on when a master dies; nothing is missing', async () => {
    await startProcess('w0');
    const sending = sendAll();
    await waitFor(() => search.taken.size > 200, { timeoutMs: 40_000, what: 'some forwarded' });
    const [first] = orgs;
    const stream = orgKeys((first as (typeof orgs)[0]).orgId).eventsStream();
    const master = await stage.cluster.masterOfKey(stream);
    await master.kill9();
    await waitFor(async () => (await stage.cluster.masterOfKey(stream)) !== master, { timeoutMs: 60_000 });
    // Without it what is sent could not be confirmed on a replica.
    await stage.cluster.restart(master);
    await sending;
    expect(await faults()).toEqual([]);
    expect(search.conflicts).toBeLessThanOrEqual(MOST_AGAIN);
  }, 180_000);
});
