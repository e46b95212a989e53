import type { Alert } from '@redoubt/contracts';
import { firstChoice, matchersOf, scopesOf } from './suppression-draft.ts';

const alert = {
  ruleId: 'brute',
  ruleName: 'Brute force',
  severity: 'high',
  subject: { sourceIp: '203.0.113.9', asset: 'web-1' },
  tags: ['attack.t1110'],
} as unknown as Alert;

test('a draft begins with the rule and what the alert is about', () => {
  const scopes = scopesOf(alert);
  expect(matchersOf(scopes, firstChoice(scopes))).toEqual([
    { field: 'ruleId', op: 'equals', value: 'brute' },
    { field: 'sourceIp', op: 'equals', value: '203.0.113.9' },
    { field: 'asset', op: 'equals', value: 'web-1' },
  ]);
});

test('only what is chosen must hold', () => {
  const scopes = scopesOf(alert);
  expect(matchersOf(scopes, new Set(['severity', 'tag attack.t1110']))).toEqual([
    { field: 'severity', op: 'equals', value: 'high' },
    { field: 'tag', op: 'equals', value: 'attack.t1110' },
  ]);
  expect(matchersOf(scopes, new Set())).toEqual([]);
});
