import { Turns } from './turns.ts';

const FOREVER_MS = 60_000;

describe('turns', () => {
  it('come in order, one at a time', async () => {
    const turns = new Turns({ maxWaiting: 10, longestWaitMs: FOREVER_MS });
    const begun: number[] = [];
    const all = [0, 1, 2].map(async (at) => {
      const hasCome = await turns.begin();
      begun.push(at);
      return hasCome;
    });
    await all[0];
    expect(begun).toEqual([0]);
    turns.end();
    await all[1];
    expect(begun).toEqual([0, 1]);
    turns.end();
    expect(await Promise.all(all)).toEqual([true, true, true]);
    turns.end();
    expect(turns.isTaken).toBe(false);
  });

  it('are refused to one more than may wait', async () => {
    const turns = new Turns({ maxWaiting: 1, longestWaitMs: FOREVER_MS });
    await turns.begin();
    const second = turns.begin();
    expect(await turns.begin()).toBe(false);
    turns.end();
    expect(await second).toBe(true);
  });

  it('are not waited for too long, and go to the next then', async () => {
    const turns = new Turns({ maxWaiting: 10, longestWaitMs: 1 });
    await turns.begin();
    expect(await turns.begin()).toBe(false);
    turns.end();
    expect(await turns.begin()).toBe(true);
  });
});
