import { newOrgId } from '@redoubt/contracts';
import { createLogger } from '@redoubt/telemetry';
import { InFlightBytes } from './in-flight-bytes.ts';
import { MemoryGate } from './memory-gate.ts';
import { parseMemoryInfo, usedRatio } from './memory-info.ts';
import { shedLevel } from './shed-level.ts';

const log = createLogger({ app: 'spec', level: 'silent' });

describe('shedLevel', () => {
  it.each([
    [0.5, 0],
    [0.7499, 0],
    [0.75, 1],
    [0.8, 2],
    [0.85, 3],
    [0.9, 4],
    [0.95, 5],
    [1.2, 5],
  ])('at %d of maxmemory sheds below rank %d', (ratio, level) => expect(shedLevel(ratio, 0)).toBe(level));

  it('falls only when memory has fallen clearly below the mark', () => {
    expect(shedLevel(0.745, 1)).toBe(1);
    expect(shedLevel(0.739, 1)).toBe(0);
    expect(shedLevel(0.845, 4)).toBe(3);
  });
});

describe('memory info', () => {
  it('leaves out what does not count against maxmemory', () => {
    const text =
      '# Memory\r\nused_memory:1000\r\nused_memory_human:1K\r\nmaxmemory:2000\r\nmem_not_counted_for_evict:200\r\n';
    expect(parseMemoryInfo(text)).toEqual({ usedBytes: 800, maxBytes: 2000 });
    expect(usedRatio(parseMemoryInfo(text))).toBe(0.4);
  });

  it('without a limit nothing is used up', () => expect(usedRatio({ usedBytes: 5, maxBytes: 0 })).toBe(0));
});

describe('MemoryGate', () => {
  const orgId = newOrgId();
  const other = newOrgId();
  let info: Record<string, string | Error>;
  const masters = {
    masters: () => Object.keys(info),
    masterOf: (key: string) => (key.includes(orgId) ? 'a' : 'b'),
    nodeCall: (id: string) => (info[id] instanceof Error ? Promise.reject(info[id]) : Promise.resolve(info[id] ?? '')),
  };
  const memory = (used: number): string => `used_memory:${used}\r\nmaxmemory:100\r\n`;

  it('sheds for organisations on the full master only, keeps the level over a failed poll, forgets lost masters', async () => {
    info = { a: memory(82), b: memory(10) };
    const gate = new MemoryGate({ redis: masters, log }, { pollMs: 60_000 });
    expect(gate.shedBelowRank(orgId)).toBe(0);
    await gate.poll();
    expect([gate.shedBelowRank(orgId), gate.shedBelowRank(other), gate.highestRatio]).toEqual([2, 0, 0.82]);
    info = { a: new Error('busy'), b: memory(10) };
    await gate.poll();
    expect(gate.shedBelowRank(orgId)).toBe(2);
    info = { b: memory(10) };
    await gate.poll();
    expect([gate.shedBelowRank(orgId), gate.highestLevel]).toEqual([0, 0]);
    await gate.close();
  });
});

describe('InFlightBytes', () => {
  const [orgId, other] = [newOrgId(), newOrgId()];
  const overloaded = expect.objectContaining({ code: 'overloaded' }) as Error;
  const roomOf = (maxInFlightBytes: number, maxOrgInFlightBytes = maxInFlightBytes, maxUnverifiedBytes = 10) => {
    const refused: string[] = [];
    const limits = { maxInFlightBytes, maxOrgInFlightBytes, maxUnverifiedBytes };
    return { refused, bytes: new InFlightBytes(limits, (bound) => refused.push(bound)) };
  };

  it('refuses what does not fit and gives back what was held', () => {
    const { bytes, refused } = roomOf(100);
    const [first, second] = [bytes.ofOrg(orgId), bytes.ofOrg(other)];
    expect(bytes.bytes).toBe(0);
    first.cover(60);
    first.cover(40);
    expect(() => second.cover(41)).toThrow(overloaded);
    expect(() => first.check(41)).toThrow(overloaded);
    expect([bytes.bytes, refused]).toEqual([60, ['all', 'organisation']]);
    second.cover(40);
    first.release();
    first.release();
    expect(bytes.bytes).toBe(40);
    second.release();
    expect(bytes.bytes).toBe(0);
  });

  it('gives one organisation its share and the others theirs', () => {
    const { bytes, refused } = roomOf(100, 40);
    const [first, second] = [bytes.ofOrg(orgId), bytes.ofOrg(orgId)];
    first.cover(30);
    expect(() => second.cover(11)).toThrow(overloaded);
    second.cover(10);
    bytes.ofOrg(other).cover(40);
    expect([bytes.bytes, refused]).toEqual([80, ['organisation']]);
    first.release();
    second.release();
    bytes.ofOrg(orgId).cover(40);
  });

  it('takes no room of an organisation for what is not known to be its own', () => {
    const { bytes, refused } = roomOf(100, 25);
    const senders = ['a', 'b', 'c'].map((sender) => bytes.ofUnverified(sender));
    expect(() => senders[0]?.cover(11)).toThrow(overloaded);
    for (const sender of senders.slice(0, 2)) sender.cover(10);
    expect(() => senders[2]?.cover(6)).toThrow(overloaded);
    bytes.ofOrg(orgId).cover(20);
    expect(() => senders[0]?.moveTo(orgId)).toThrow(overloaded);
    senders[1]?.moveTo(other);
    senders[1]?.moveTo(other);
    expect([bytes.bytes, refused]).toEqual([30, ['unverified', 'unverified', 'organisation']]);
    senders[2]?.cover(10);
    for (const sender of senders) sender.release();
    expect(bytes.bytes).toBe(20);
  });
});
