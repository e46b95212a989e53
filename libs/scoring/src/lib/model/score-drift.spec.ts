import { ScoreDrift } from './score-drift.ts';

function learn(drift: ScoreDrift, bits: number, ticks: number): void {
  for (let tick = 0; tick < ticks; tick++) {
    drift.startTick(1);
    drift.learn(bits + (tick % 3));
  }
}

describe('ScoreDrift', () => {
  it('says nothing while little is known, and nothing of what stays as it is', () => {
    const drift = new ScoreDrift();
    learn(drift, 4, 100);
    expect(drift.distance()).toBe(0);
    learn(drift, 4, 3_000);
    expect(drift.distance()).toBeLessThan(0.05);
  });

  it('rises when scores become others, and falls when these have become usual', () => {
    const drift = new ScoreDrift();
    learn(drift, 4, 3_000);
    learn(drift, 12, 300);
    expect(drift.distance()).toBeGreaterThan(0.5);
    learn(drift, 12, 20_000);
    expect(drift.distance()).toBeLessThan(0.1);
  });
});
