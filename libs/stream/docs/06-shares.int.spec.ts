import { newOrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { PauseError, provisionStreams } from '../src/index.ts';
import { Chapter, eventLine } from './chapter.ts';

const HANGING = 60;
const PER_ENTRY = 20;

/**
 * Chapter 6. What a worker holds in memory is shared: whoever takes long or fails holds so little of it that the others
 * go on.
 */
describe('6. shares', () => {
  const healthy: GroupName = 'siem_forwarder';
  const hanging = Array.from({ length: HANGING }, (): GroupName => `siem_forwarder:${newOrgId()}`);
  let chapter: Chapter;
  beforeEach(async () => {
    chapter = await Chapter.open(process.env.TEST_REDIS_NODES as string);
    await provisionStreams(chapter.redis, chapter.orgId, [...hanging, healthy]);
  });
  afterEach(() => chapter.close());

  const append = async (entries: number): Promise<void> => {
    for (let at = 0; at < entries; at++) {
      const lines = Array.from({ length: PER_ENTRY }, () => eventLine({ user: 'ada' }));
      await chapter.producer.append({ orgId: chapter.orgId, lanes: [{ lane: 's', lines }] });
    }
  };

  it('are small for those that hang, and one entry for those that were paused: a healthy one goes on', async () => {
    const seen = new Map<GroupName, number>();
    const sizesOnTrial: number[] = [];
    const calls: { group: GroupName; end: () => void }[] = [];
    let isAway = true;
    const fail = (): void => calls.splice(0).forEach(({ end }) => end());
    await append(25);
    await chapter.consume({
      ...{ group: 'siem_forwarder', quantumEvents: 100, maxInFlightEvents: 2_000 },
      groupsOf: (orgId) => Promise.resolve(orgId === chapter.orgId ? [...hanging, healthy] : []),
      handler: ({ group, events, isRedelivery }) => {
        if (group === healthy || !isAway) {
          seen.set(group, (seen.get(group) ?? 0) + events.length);
          return Promise.resolve('ack');
        }
        if (isRedelivery) sizesOnTrial.push(events.length);
        return new Promise((_, reject) => {
          calls.push({ group, end: () => reject(new PauseError('the receiver hangs', 20)) });
        });
      },
    });
    await waitFor(() => calls.length === HANGING && seen.get(healthy) === 25 * PER_ENTRY, { timeoutMs: 20_000 });

    fail();
    await append(15);
    await waitFor(() => seen.get(healthy) === 40 * PER_ENTRY, { timeoutMs: 20_000 });
    // All that fail have a quarter of the room together: the others of them are tried when these let go.
    for (const tried = new Set<GroupName>(); tried.size < HANGING; fail()) {
      await waitFor(() => calls.length > 0);
      for (const { group } of calls) tried.add(group);
    }
    expect(new Set(sizesOnTrial)).toEqual(new Set([PER_ENTRY]));

    isAway = false;
    fail();
    await waitFor(() => hanging.every((group) => seen.get(group) === 40 * PER_ENTRY), { timeoutMs: 30_000 });
  });
});
