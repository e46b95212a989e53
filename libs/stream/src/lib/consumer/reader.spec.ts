import { newOrgId } from '@redoubt/contracts';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { FakeClock, waitFor } from '@redoubt/test-kit';
import { createConsumerMetrics } from './consumer-metrics.ts';
import type { EntryProcessor } from './entry-processor.ts';
import { createOrgWork, type OrgWork } from './org-work.ts';
import { Reader, type ReaderDeps } from './reader.ts';

const ENTRY_EVENTS = 100;
const NO_SPACING = { roundMs: 0, urgentMs: 0 };

/** Streams that hold nothing; those of one organisation are on a master that answers when it is told to. */
class QuietStreams {
  readonly visited: string[] = [];
  readonly #slow: string;
  #answer: () => void = () => undefined;
  readonly #answered = new Promise<void>((resolve) => (this.#answer = resolve));

  constructor(slow: OrgWork) {
    this.#slow = slow.keys.eventsStream();
  }

  client(): RedisClient {
    const client: Pick<RedisClient, 'masterOf' | 'batch' | 'script'> = {
      masterOf: (key) => (key === this.#slow ? 'slow' : 'quick'),
      script: (() => ({
        command: (keys: string[]): RedisCommand => ({ name: 'VISIT', key: keys[1] ?? '', args: [], retry: 'definite' }),
      })) as unknown as RedisClient['script'],
      batch: (commands) => this.#visit(commands),
    };
    return client as RedisClient;
  }

  async #visit(commands: readonly RedisCommand[]): Promise<Reply[]> {
    const keys = commands.map(({ key }) => key);
    this.visited.push(...keys);
    if (keys.includes(this.#slow)) await this.#answered;
    return commands.map(() => [Buffer.from('ok'), []]);
  }

  answer(): void {
    this.#answer();
  }
}

function readerOf(
  streams: QuietStreams,
  process: EntryProcessor['process'] = () => Promise.resolve({ kind: 'settled' }),
  more: { hasLanesAtOnce: boolean } = { hasLanesAtOnce: false },
): Reader {
  const none = { inFlightEvents: () => 0, partitions: () => 0, organizations: () => 0, paused: () => 0 };
  const deps: ReaderDeps = {
    redis: streams.client(),
    log: createLogger({ app: 'test', level: 'silent' }),
    clock: new FakeClock(),
    metrics: createConsumerMetrics(createMetrics({ app: 'test', isDefaultMetrics: false }), 'db_writer', none),
    processor: { process } as Partial<EntryProcessor> as EntryProcessor,
    isLeaseValid: () => true,
    onFenced: () => undefined,
    onMissingGroup: () => undefined,
    onAcquire: undefined,
  };
  const bounds = { maxInFlightEvents: ENTRY_EVENTS, maxInFlightBytes: 1 << 30 };
  return new Reader(deps, 'db_writer', {
    quantumEvents: 100,
    orgsPerRound: 8,
    spacing: NO_SPACING,
    ackDelayMs: 1,
    ...more,
    ...bounds,
  });
}

function someOrg(): OrgWork {
  const ownership = { group: 'db_writer' as const, partition: 0, epoch: 1, session: 'w:1' };
  return createOrgWork(newOrgId(), ownership, ['s']);
}

test('one that waits for room is not forgotten behind many that have no use for it any more', async () => {
  const [holder, last] = [someOrg(), someOrg()];
  const others = Array.from({ length: 200 }, someOrg);
  const streams = new QuietStreams(holder);
  const reader = readerOf(streams);
  for (const org of [holder, ...others, last]) reader.enqueue(org);
  await waitFor(() => !last.isQueued);
  expect(streams.visited).toEqual([holder.keys.eventsStream()]);

  for (const { lanes } of others) for (const lane of lanes) lane.hasMore = false;
  reader.drop(holder);
  streams.answer();
  await waitFor(() => streams.visited.includes(last.keys.eventsStream()), { timeoutMs: 5_000 });
  reader.stop();
});

test('one that waits for room is not forgotten when it is rung for something urgent that is not there', async () => {
  const [holder, waiting] = [someOrg(), someOrg()];
  const streams = new QuietStreams(holder);
  const reader = readerOf(streams);
  for (const org of [holder, waiting]) reader.enqueue(org);
  await waitFor(() => !waiting.isQueued);
  reader.enqueue(waiting, true);
  await waitFor(() => !waiting.isUrgentQueued);
  reader.drop(holder);
  streams.answer();
  await waitFor(() => streams.visited.includes(waiting.keys.eventsStream()), { timeoutMs: 5_000 });
  reader.stop();
});

describe('batches of several lanes', () => {
  /** Two lanes have something in hand, and a third is read so that they are looked at. */
  async function lanesBegunAtOnce(change: (org: OrgWork) => void, hasLanesAtOnce = true): Promise<string[]> {
    const ownership = { group: 'db_writer' as const, partition: 0, epoch: 1, session: 'w:1' };
    const org = createOrgWork(newOrgId(), ownership, ['p', 's', 'a']);
    const entry = { entryId: '1-1', acceptedAtMs: 0, items: [], sizeBytes: 0, isRedelivery: false };
    for (const lane of org.lanes) {
      lane.isTakeover = false;
      if (lane.lane !== 'a') lane.ready.push({ ...entry });
    }
    org.isClaimed = true;
    change(org);
    const begun: string[] = [];
    const end = Promise.withResolvers<{ kind: 'settled' }>();
    const process: EntryProcessor['process'] = (_, { lane }) => (begun.push(lane), end.promise);
    const reader = readerOf(new QuietStreams(someOrg()), process, { hasLanesAtOnce });
    reader.enqueue(org);
    await waitFor(() => begun.length > 0);
    await new Promise((resolve) => setImmediate(resolve));
    const first = [...begun];
    end.resolve({ kind: 'settled' });
    await waitFor(() => begun.length === 2);
    reader.stop();
    return first;
  }

  test('are handled side by side where the handler keeps nothing across lanes', async () => {
    expect(await lanesBegunAtOnce(() => undefined)).toEqual(['p', 's']);
  });

  test('are handled in turn otherwise', async () => {
    expect(await lanesBegunAtOnce(() => undefined, false)).toEqual(['p']);
  });

  test('are handled in turn while entries of a dead owner are gone through', async () => {
    expect(await lanesBegunAtOnce((org) => org.lanes.forEach((lane) => (lane.isTakeover = lane.lane === 's')))).toEqual(
      ['p'],
    );
  });

  test('are handled in turn until the ownership is claimed', async () => {
    expect(await lanesBegunAtOnce((org) => (org.isClaimed = false))).toEqual(['p']);
  });
});
