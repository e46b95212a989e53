import { AlertBudget } from './alert-budget.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);

/** A budget that has seen `days` of evenly spread events. */
function seasoned(perDay: number, eventsPerDay: number, days = 10): { budget: AlertBudget; nowMs: number } {
  const budget = new AlertBudget(perDay);
  const count = eventsPerDay * days;
  for (let at = 0; at < count; at++) budget.see(START + (at * DAY) / eventsPerDay);
  return { budget, nowMs: START + days * DAY };
}

describe('alert budget', () => {
  test('knows how many events a day brings, from the first hour on', () => {
    expect(seasoned(10, 2_000).budget.eventsPerDay()).toBeCloseTo(2_000, -2);
    const young = new AlertBudget(10);
    for (let minute = 0; minute < 60; minute++) young.see(START + minute * 60_000);
    expect(young.eventsPerDay()).toBeGreaterThan(1_300);
    expect(young.eventsPerDay()).toBeLessThan(1_600);
  });

  test('grants what is as unusual as the budget allows, and asks for more the less is left', () => {
    const { budget } = seasoned(10, 100_000, 3);
    // Ten events a day are expected to be this unusual; with all of the budget left a hundred will do.
    expect(budget.ask(2e-3, 'too ordinary')).toBe('ordinary');
    expect(budget.ask(5e-4, 'a')).toBe('granted');
    for (let at = 0; at < 9; at++) expect(budget.ask(1e-9, `b-${at}`)).toBe('granted');
    expect(budget.ask(5e-5, 'c')).toBe('ordinary');
    expect(budget.ask(1e-9, 'c')).toBe('over_budget');
    expect(budget.left).toBe(0);
  });

  test('charges an episode once, and lets it be reported again every minute', () => {
    const { budget, nowMs } = seasoned(10, 1_000);
    budget.see(nowMs);
    expect(budget.ask(0, 'a')).toBe('granted');
    budget.see(nowMs + 1_000);
    expect(budget.ask(0, 'a')).toBe('same_episode');
    budget.see(nowMs + 61_000);
    expect(budget.ask(0, 'a')).toBe('granted');
    expect(budget.left).toBeCloseTo(9, 1);
    budget.see(nowMs + 5 * 3_600_000);
    expect(budget.ask(0, 'a')).toBe('granted');
    expect(budget.left).toBeCloseTo(9, 1);
  });

  test('gives about the number it is for, whatever the day brings', () => {
    const { budget, nowMs } = seasoned(10, 5_000, 2);
    let granted = 0;
    for (let at = 0; at < 50_000; at++) {
      budget.see(nowMs + (at * DAY) / 5_000);
      // Tails of scores that are calibrated are spread evenly.
      if (budget.ask(((at * 7_919) % 50_000) / 50_000, `s-${at}`) === 'granted') granted += 1;
    }
    expect(granted / 10).toBeGreaterThan(5);
    expect(granted / 10).toBeLessThan(13);
  });

  test('of none grants nothing, and is the same when it is taken up again', () => {
    expect(seasoned(0, 1_000).budget.ask(0, 'a')).toBe('ordinary');
    const { budget } = seasoned(10, 1_000);
    budget.ask(0, 'a');
    const again = new AlertBudget(10, budget.state());
    expect(again.state()).toEqual(budget.state());
    expect(again.ask(0, 'a')).toBe('same_episode');
  });
});
