import { isSelected, type LabelSelector } from './label-selector.ts';

const labels = { app: 'valkey', tier: 'data' };

it.each<[LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { app: 'valkey' } }, true],
  [{ matchLabels: { app: 'valkey', tier: 'web' } }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['data', 'web'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['data'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
  [{ matchLabels: { app: 'valkey' }, matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
])('%j selects: %s', (selector, expected) => {
  expect(isSelected(selector, labels)).toBe(expected);
});
