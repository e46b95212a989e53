import { newOrgId } from '@redoubt/contracts';
import { parseSession } from './session-record.ts';

const fields = {
  ...{ user_id: 'u-1', org_id: newOrgId(), role: 'viewer', permissions: '["events:read","made-up",7]' },
  ...{ expires: '1763900000000', created_at: '1763800000000', last_seen: '1763800000000' },
};
const flat = (changed: Record<string, string>): string[] => Object.entries({ ...fields, ...changed }).flat();

it('reads a session, and no permission that there is not', () => {
  expect(parseSession(flat({}))).toMatchObject({ userId: 'u-1', permissions: ['events:read'] });
});

it.each([
  ['no end', { expires: '' }],
  ['an end that is none', { expires: '1e999' }],
  ['no beginning', { created_at: 'x' }],
  ['permissions cut short', { permissions: '["events:read"' }],
  ['permissions that are no list', { permissions: '{"events:read":true}' }],
])('takes one with %s for none', (_, changed) => expect(parseSession(flat(changed))).toBeUndefined());
