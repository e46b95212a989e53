import { EVENT_LANES, newOrgId } from '@redoubt/contracts';
import { waitFor } from '@redoubt/test-kit';
import { MasterRing } from './master-ring.ts';
import { createOrgWork, type OrgWork } from './org-work.ts';

const quantum = 100;

function someOrgs(count: number): OrgWork[] {
  return Array.from({ length: count }, () =>
    createOrgWork(newOrgId(), { group: 'db_writer', partition: 0, epoch: 1, session: 'w:1' }, EVENT_LANES),
  );
}

/**
 * Runs rounds in which every organisation always has more: each visit reads what `events` says and stands in line again.
 *
 * @returns events read per organisation
 */
function serve(ring: MasterRing, rounds: number, most: number, events: (org: OrgWork) => number): Map<OrgWork, number> {
  const read = new Map<OrgWork, number>();
  for (let round = 0; round < rounds; round++) {
    for (const org of ring.next(most, quantum).orgs) {
      const size = events(org);
      org.deficit -= size;
      read.set(org, (read.get(org) ?? 0) + size);
      ring.add(org, false);
    }
  }
  return read;
}

describe('MasterRing', () => {
  it('takes organisations in turn, at most so many a round', () => {
    const ring = new MasterRing();
    const orgs = someOrgs(5);
    for (const org of orgs) ring.add(org, false);
    const taken = [ring.next(2, quantum), ring.next(2, quantum), ring.next(2, quantum)];
    expect(taken.map((round) => round.orgs.length)).toEqual([2, 2, 1]);
    expect(taken.flatMap((round) => round.orgs)).toEqual(orgs);
    expect(taken.some((round) => round.isUrgent)).toBe(false);
    expect(ring.isEmpty).toBe(true);
  });

  it('queues an organisation once, however often it is rung for', () => {
    const ring = new MasterRing();
    const [org] = someOrgs(1) as [OrgWork];
    for (let i = 0; i < 3; i++) ring.add(org, false);
    expect(ring.next(16, quantum).orgs).toEqual([org]);
    expect(ring.next(16, quantum).orgs).toEqual([]);
    ring.add(org, false);
    expect(ring.next(16, quantum).orgs).toEqual([org]);
  });

  it.each([
    [1, 3],
    [4, 0],
    [4, 9],
    [16, 0],
    [16, 5],
    [16, 9],
  ])('gives about equal shares when one reads in leaps: %i a round, the greedy one at place %i', (most, place) => {
    const ring = new MasterRing();
    const orgs = someOrgs(10);
    const greedy = orgs[place] as OrgWork;
    for (const org of orgs) ring.add(org, false);
    const read = serve(ring, 4_000, most, (org) => (org === greedy ? 20 * quantum : quantum));
    const others = orgs.filter((org) => org !== greedy).map((org) => read.get(org) ?? 0);
    expect(read.get(greedy)).toBeLessThanOrEqual(Math.max(...others) * 1.25);
    expect(read.get(greedy)).toBeGreaterThanOrEqual(Math.min(...others) * 0.75);
  });

  it('lets the only organisation go on, however much it overdrew', () => {
    const ring = new MasterRing();
    const [org] = someOrgs(1) as [OrgWork];
    ring.add(org, false);
    const read = serve(ring, 10, 16, () => 50 * quantum);
    expect(read.get(org)).toBe(500 * quantum);
  });

  it('saves nothing up for an organisation that was quiet', () => {
    const ring = new MasterRing();
    const [org] = someOrgs(1) as [OrgWork];
    for (let i = 0; i < 10; i++) {
      ring.add(org, false);
      ring.next(16, quantum);
    }
    expect(org.deficit).toBeLessThanOrEqual(quantum);
  });

  it('comes back to everybody after overdrafts of all', () => {
    const ring = new MasterRing();
    const orgs = someOrgs(3);
    for (const org of orgs) {
      org.deficit = -5 * quantum;
      ring.add(org, false);
    }
    const read = serve(ring, 20, 16, () => quantum);
    expect(read.size).toBe(3);
  });
});

describe('urgent organisations', () => {
  it('come first, then every other round at most', () => {
    const ring = new MasterRing();
    const [calm, urgent] = someOrgs(2) as [OrgWork, OrgWork];
    const kinds: boolean[] = [];
    for (let round = 0; round < 6; round++) {
      ring.add(calm, false);
      ring.add(urgent, true);
      kinds.push(ring.next(16, quantum).isUrgent);
    }
    expect(kinds).toEqual([true, false, true, false, true, false]);
  });

  it('get every round while nobody else waits', () => {
    const ring = new MasterRing();
    const [urgent] = someOrgs(1) as [OrgWork];
    for (let round = 0; round < 3; round++) {
      ring.add(urgent, true);
      expect(ring.next(16, quantum)).toEqual({ orgs: [urgent], isUrgent: true });
    }
  });

  it('may stand in both lines, once in each', () => {
    const ring = new MasterRing();
    const [org] = someOrgs(1) as [OrgWork];
    ring.add(org, true);
    ring.add(org, true);
    ring.add(org, false);
    expect(ring.next(16, quantum)).toEqual({ orgs: [org], isUrgent: true });
    expect(ring.next(16, quantum)).toEqual({ orgs: [org], isUrgent: false });
    expect(ring.isEmpty).toBe(true);
  });

  it('pay for what they read there in the ordinary line', () => {
    const ring = new MasterRing();
    const orgs = someOrgs(4);
    const greedy = orgs[0] as OrgWork;
    const ordinary = new Map<OrgWork, number>();
    for (const org of orgs) ring.add(org, false);
    for (let round = 0; round < 400; round++) {
      ring.add(greedy, true);
      const { orgs: taken, isUrgent } = ring.next(16, quantum);
      for (const org of taken) {
        org.deficit -= quantum;
        if (isUrgent) continue;
        ordinary.set(org, (ordinary.get(org) ?? 0) + 1);
        ring.add(org, false);
      }
    }
    expect(ordinary.get(greedy) ?? 0).toBeLessThanOrEqual(2);
    expect(ordinary.get(orgs[1] as OrgWork)).toBeGreaterThan(150);
  });

  it('leave both lines when the organisation is dropped', () => {
    const ring = new MasterRing();
    const [org] = someOrgs(1) as [OrgWork];
    ring.add(org, true);
    ring.add(org, false);
    ring.remove(org);
    expect(ring.isEmpty).toBe(true);
    ring.add(org, false);
    expect(ring.next(16, quantum).orgs).toEqual([org]);
  });
});

describe('the distance of rounds', () => {
  const MOST = 4;
  const apart = { roundMs: 3_600_000, urgentMs: 3_600_000 };

  /** A ring whose last round was just now. */
  async function afterRound(spacing = apart): Promise<{ ring: MasterRing; isDue: () => boolean }> {
    const ring = new MasterRing();
    const [org] = someOrgs(1) as [OrgWork];
    ring.add(org, false);
    await ring.due(apart, MOST);
    ring.next(MOST, quantum);
    let isDue = false;
    void ring.due(spacing, MOST).then(() => (isDue = true));
    return { ring, isDue: () => isDue };
  }

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('is kept for company, but not when the next round is full', async () => {
    const { ring, isDue } = await afterRound();
    const orgs = someOrgs(MOST);
    for (const org of orgs.slice(1)) ring.add(org, false);
    await turn();
    expect(isDue()).toBe(false);
    ring.add(orgs[0] as OrgWork, false);
    await turn();
    expect(isDue()).toBe(true);
  });

  it('is not kept for somebody who is behind', async () => {
    const { ring, isDue } = await afterRound();
    await turn();
    expect(isDue()).toBe(false);
    ring.hasten();
    await turn();
    expect(isDue()).toBe(true);
  });

  it('is not kept while somebody who is behind is passed over', async () => {
    const ring = new MasterRing();
    const orgs = someOrgs(2);
    for (const org of orgs) {
      org.deficit = -10 * quantum;
      ring.add(org, false);
    }
    ring.hasten();
    for (let round = 0; round < 5; round++) {
      await ring.due(apart, MOST);
      ring.next(MOST, quantum);
    }
    expect(ring.isEmpty).toBe(false);
    let isDue = false;
    void ring.due(apart, MOST).then(() => (isDue = true));
    await turn();
    expect(isDue).toBe(true);
  });

  it('is another where somebody has urgent entries', async () => {
    const { ring, isDue } = await afterRound({ roundMs: 3_600_000, urgentMs: 0 });
    const [calm, urgent] = someOrgs(2) as [OrgWork, OrgWork];
    ring.add(calm, false);
    await turn();
    expect(isDue()).toBe(false);
    ring.add(urgent, true);
    await turn();
    expect(isDue()).toBe(true);
  });

  it('ends', async () => {
    const { isDue } = await afterRound({ roundMs: 20, urgentMs: 20 });
    expect(isDue()).toBe(false);
    await waitFor(isDue);
  });
});
