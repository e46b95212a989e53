import { ACK, newOrgId, type Outcome } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { listDeadLetters, PauseError, provisionStreams } from '../src/index.ts';
import { Chapter, eventLine } from './chapter.ts';

/**
 * Chapter 5. One lease, several cursors: an organisation may have groups of one kind that each go their own way, and a
 * handler whose receiver is away lets go of its batch for a while.
 */
describe('5. groups', () => {
  const [slow, quick]: [GroupName, GroupName] = ['siem_forwarder', `siem_forwarder:${newOrgId()}`];
  let chapter: Chapter;
  beforeEach(async () => {
    chapter = await Chapter.open(process.env.TEST_REDIS_NODES as string);
    await provisionStreams(chapter.redis, chapter.orgId, [slow, quick]);
  });
  afterEach(() => chapter.close());

  const append = (...users: string[]): Promise<unknown> =>
    chapter.producer.append({
      orgId: chapter.orgId,
      lanes: [{ lane: 's', lines: users.map((user) => eventLine({ user })) }],
    });
  const pending = async (group: GroupName): Promise<number> => {
    const reply = await chapter.redis.call('XPENDING', orgKeys(chapter.orgId).eventsStream(), [group]);
    return Number((reply as unknown[])[0]);
  };

  it('of which one rests go on without it, and it goes on where it was', async () => {
    const seen: Record<string, string[]> = { [slow]: [], [quick]: [] };
    let isAway = true;
    let pauses = 0;
    await chapter.consume({
      group: 'siem_forwarder',
      groupsOf: (orgId) => Promise.resolve(orgId === chapter.orgId ? [slow, quick] : []),
      handler: ({ group, events }) => {
        if (group === slow && isAway) {
          pauses++;
          return Promise.reject(new PauseError('the receiver is away', 50));
        }
        seen[group]?.push(...events.map(({ fields }) => fields.user ?? ''));
        return Promise.resolve('ack');
      },
    });
    await append('ada');
    await append('bob');
    await waitFor(() => seen[quick]?.length === 2 && pauses >= 3);
    expect(await pending(slow)).toBeGreaterThan(0);
    expect(seen[slow]).toEqual([]);

    isAway = false;
    await waitFor(() => seen[slow]?.length === 2);
    expect(seen[slow]).toEqual(['ada', 'bob']);
    await waitFor(async () => (await pending(slow)) === 0);
  });

  it('see what comes behind the entry they pause at, when they ask for it', async () => {
    const sizes: number[] = [];
    let isJudged = false;
    for (const user of ['ada', 'bob', 'cid', 'dan', 'eve']) await append(user);
    await chapter.consume({
      group: 'siem_forwarder',
      groupsOf: (orgId) => Promise.resolve(orgId === chapter.orgId ? [slow] : []),
      handler: ({ events }) => {
        sizes.push(events.length);
        isJudged ||= sizes.length > 5 && events.length === 3;
        return isJudged
          ? Promise.resolve('ack')
          : Promise.reject(new PauseError('judging', 1, sizes.length > 3 ? 3 : 1));
      },
    });
    await waitFor(async () => isJudged && (await pending(slow)) === 0);
    expect(sizes.slice(1, 6)).toEqual([1, 1, 1, 3, 3]);
  });

  it('are done with what ended of a batch that is let go of, when their handler says so', async () => {
    const seen: string[] = [];
    let isJudged = false;
    for (const user of ['ada', 'bob', 'cid', 'dan', 'eve', 'fay']) await append(user);
    await chapter.consume({
      group: 'siem_forwarder',
      groupsOf: (orgId) => Promise.resolve(orgId === chapter.orgId ? [slow] : []),
      handler: ({ events }) => {
        const users = events.map(({ fields }) => fields.user ?? '');
        if (isJudged) {
          seen.push(...users);
          return Promise.resolve('ack');
        }
        const outcomes = users.map((user): Outcome => {
          if (user === 'ada') return { kind: 'retry', error: new Error('not now') };
          seen.push(user);
          return user === 'bob' ? { kind: 'dead', reason: 'permanent_error', error: new Error('never') } : ACK;
        });
        return Promise.reject(new PauseError('at ada', 1, 2, outcomes));
      },
    });
    await waitFor(async () => seen.length === 5 && (await pending(slow)) === 1);
    isJudged = true;
    await waitFor(async () => (await pending(slow)) === 0);
    expect(seen).toEqual(['bob', 'cid', 'dan', 'eve', 'fay', 'ada']);
    const { letters } = await listDeadLetters(chapter.redis, chapter.orgId, slow);
    expect(letters).toHaveLength(1);
  });

  it('come and go while the organisation stays', async () => {
    const groups: GroupName[] = [slow];
    const seen: string[] = [];
    const consumer = await chapter.consume({
      group: 'siem_forwarder',
      groupsOf: (orgId) => Promise.resolve(orgId === chapter.orgId ? [...groups] : []),
      handler: ({ group, events }) => {
        for (const { fields } of events) seen.push(`${group === slow ? 'slow' : 'quick'} ${fields.user ?? ''}`);
        return Promise.resolve('ack');
      },
    });
    await append('ada');
    await waitFor(() => seen.includes('slow ada'));
    groups.splice(0, 1, quick);
    await consumer.regroup(chapter.orgId);
    await append('bob');
    await waitFor(() => seen.includes('quick bob'));
    expect(seen).toEqual(['slow ada', 'quick ada', 'quick bob']);
  });
});
