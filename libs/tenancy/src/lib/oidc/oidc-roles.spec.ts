import { ConfigError } from '@redoubt/contracts';
import { parseSessionKeys } from '../sessions/session-keys.ts';
import { rolesOf, type OidcRoleRule } from './oidc-roles.ts';

const rules: OidcRoleRule[] = [
  { claim: 'groups', value: 'admins', organization: 'acme', role: 'admin' },
  { claim: 'groups', value: 'soc', organization: 'acme', role: 'analyst' },
  { claim: 'department', value: 'audit', organization: 'other', role: 'auditor' },
];

test.each([
  [{ groups: ['soc', 'admins'] }, [['acme', 'admin']]],
  [
    { groups: 'soc', department: 'audit' },
    [
      ['acme', 'analyst'],
      ['other', 'auditor'],
    ],
  ],
  [{ groups: ['SOC'] }, []],
  [{ groups: { soc: true } }, []],
  [{}, []],
] as const)('claims %j give %j', (claims, expected) => {
  expect([...rolesOf(claims, rules)]).toEqual(expected);
});

test('claims are own properties only', () => {
  expect(rolesOf({}, [{ ...(rules[0] as OidcRoleRule), claim: 'constructor', value: 'x' }]).size).toBe(0);
});

test.each(['', 'k1', 'k1:c2hvcnQ=', 'a b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='])(
  'refuses the session keys %j',
  (text) => {
    expect(() => parseSessionKeys(text)).toThrow(ConfigError);
  },
);

test('session keys are a list, newest first, each id once', () => {
  const key = Buffer.alloc(32, 1).toString('base64');
  expect(parseSessionKeys(`new:${key}, old:${key}`).map(({ id }) => id)).toEqual(['new', 'old']);
  expect(() => parseSessionKeys(`k:${key},k:${key}`)).toThrow('one id');
});
