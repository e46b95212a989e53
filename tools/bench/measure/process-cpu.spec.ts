import { cpuSecondsOfTree, parseStat } from './process-cpu.ts';

describe('process CPU time', () => {
  it('is read behind a command of any shape', () => {
    const line = '4711 (a) b (c) S 17 4711 4711 0 -1 4194560 1 2 3 4 250 50 30 20 20 0 11 0 100 0 0';
    expect(parseStat(line)).toEqual({ parentPid: 17, ownTicks: 300, endedChildrenTicks: 50 });
  });

  it('grows with work and is unknown of a process that is not there', () => {
    const before = cpuSecondsOfTree(process.pid) as number;
    for (const endMs = performance.now() + 60; performance.now() < endMs;) Math.sqrt(performance.now());
    expect(cpuSecondsOfTree(process.pid)).toBeGreaterThan(before);
    expect(cpuSecondsOfTree(2 ** 30)).toBeUndefined();
  });
});
