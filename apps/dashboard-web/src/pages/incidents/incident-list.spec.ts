import type { Incident } from '@redoubt/contracts';
import { byLatestChange, matcherOf } from './incident-list.ts';

const incident = (part: Partial<Incident>): Incident =>
  ({ incidentId: 'a', title: 'Odd logins', status: 'open', severity: 'high', updatedAtMs: 1, ...part }) as Incident;

test('without filters the list is of what is open', () => {
  const matches = matcherOf({});
  expect(matches(incident({}))).toBe(true);
  expect(matches(incident({ status: 'closed' }))).toBe(false);
});

test('all filters must hold', () => {
  const matches = matcherOf({ severity: 'high', text: 'LOGIN', assignee: 'ana@example.com' });
  expect(matches(incident({ assignee: 'ana@example.com' }))).toBe(true);
  expect(matches(incident({ assignee: 'ana@example.com', severity: 'medium' }))).toBe(false);
  expect(matches(incident({}))).toBe(false);
});

test('the newest change is first', () => {
  const [old, young] = [incident({}), incident({ incidentId: 'b', updatedAtMs: 2 })];
  expect([old, young].sort(byLatestChange)).toEqual([young, old]);
});
