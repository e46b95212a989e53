import { AckTable } from './acks.ts';

test('an organisation that makes channel after channel takes no room of others', () => {
  const clock = { nowMs: 0, now: () => 0, monotonicMs: () => clock.nowMs };
  const table = new AckTable(clock, { maxChannels: 100, maxPerOrg: 3, maxPerChannel: 10, idleMs: 1_000 });
  for (let i = 0; i < 3; i += 1) {
    expect(table.hasRoom(`a c${i}`)).toBe(true);
    table.settle(`a c${i}`);
  }
  expect([table.hasRoom('a c3'), table.hasRoom('a c1'), table.hasRoom('b c1')]).toEqual([false, true, true]);
  clock.nowMs = 1_001;
  expect([table.hasRoom('a c3'), table.size]).toEqual([true, 0]);
});
