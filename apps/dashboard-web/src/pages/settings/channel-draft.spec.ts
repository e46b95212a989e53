import { channelOf, EMPTY_DRAFT, isComplete } from './channel-draft.ts';

test('recipients are separated by whatever people type', () => {
  const draft = { ...EMPTY_DRAFT, name: ' soc ', to: 'a@example.com, b@example.com;c@example.com' };
  expect(channelOf(draft)).toMatchObject({
    ...{ type: 'email', name: 'soc', to: ['a@example.com', 'b@example.com', 'c@example.com'] },
  });
  expect(isComplete(draft)).toBe(true);
});

test('a webhook has a secret only when one is given', () => {
  const draft = { ...EMPTY_DRAFT, type: 'webhook' as const, name: 'x', url: ' https://example.com/hook ' };
  expect(channelOf(draft)).toMatchObject({ type: 'webhook', url: 'https://example.com/hook' });
  expect(channelOf(draft)).not.toHaveProperty('secret');
  expect(channelOf({ ...draft, secret: 'whsec_x' })).toHaveProperty('secret', 'whsec_x');
});

test('what is missing keeps it from being sent', () => {
  expect(isComplete(EMPTY_DRAFT)).toBe(false);
  expect(isComplete({ ...EMPTY_DRAFT, name: 'x', type: 'slack', url: 'ftp://x' })).toBe(false);
  expect(isComplete({ ...EMPTY_DRAFT, name: 'x', type: 'pagerduty', routingKey: ' ' })).toBe(false);
});
