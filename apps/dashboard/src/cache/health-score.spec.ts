import { noEvents } from './event-counters.ts';
import { healthScore, healthStatus, worstOf } from './health-score.ts';

const none = noEvents();
const quiet = { openAlerts: none, events: none, isSilent: false };

describe('healthScore', () => {
  it('is 100 without alerts and severe events', () => {
    expect(healthScore(quiet)).toBe(100);
    expect(healthScore({ ...quiet, events: { ...none, medium: 500 } })).toBe(100);
  });

  it('takes points for open alerts by severity, 70 at most', () => {
    expect(healthScore({ ...quiet, openAlerts: { ...none, low: 1, medium: 1, high: 1 } })).toBe(69);
    expect(healthScore({ ...quiet, openAlerts: { ...none, informational: 9 } })).toBe(100);
    expect(healthScore({ ...quiet, openAlerts: { ...none, critical: 50 } })).toBe(30);
  });

  it('takes points for the share of severe events, and for silence', () => {
    expect(healthScore({ ...quiet, events: { ...none, low: 50, high: 25, critical: 25 } })).toBe(90);
    expect(healthScore({ ...quiet, isSilent: true })).toBe(90);
    const worst = { openAlerts: { ...none, critical: 9 }, events: { ...none, critical: 1 }, isSilent: true };
    expect(healthScore(worst)).toBe(0);
  });

  it('has a word for each score', () => {
    expect([100, 79, 49].map((score) => healthStatus(score, false))).toEqual(['healthy', 'warning', 'critical']);
    expect([90, 79].map((score) => healthStatus(score, true))).toEqual(['silent', 'warning']);
    expect([worstOf(none), worstOf({ ...none, low: 1, high: 2 })]).toEqual([null, 'high']);
  });
});
