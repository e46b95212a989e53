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
  it('refuses what does not fit and gives back what was held', () => {
    const bytes = new InFlightBytes(100);
    const first = bytes.reserve(60);
    expect(() => bytes.reserve(50)).toThrow(expect.objectContaining({ code: 'overloaded' }));
    first.cover(40);
    expect(() => first.cover(101)).toThrow(expect.objectContaining({ code: 'overloaded' }));
    expect(bytes.bytes).toBe(60);
    first.release();
    first.release();
    expect(bytes.bytes).toBe(0);
  });
});
