import type { Mutation } from './mutation.ts';

const dashboard = 'apps/dashboard/src';

/** Each row takes away something that keeps one organisation from another. */
export const ACCESS_MUTATIONS: readonly Mutation[] = [
  {
    guarantee: 'a cookie changes nothing without the token of its page',
    file: `${dashboard}/auth/credential-authenticator.ts`,
    find: 'isCsrfToken(keys, principal.sessionHash, given)',
    replace: 'given.length > keys.length',
    spec: 'stolen-credentials.int',
    test: 'that a browser sends along',
  },
  {
    guarantee: 'a cookie opens nothing to pages of other origins',
    file: `${dashboard}/auth/credential-authenticator.ts`,
    find: '  if (isOfOtherOrigin(request)) return { forbidden: OTHER_ORIGIN, principal };\n',
    replace: '',
    spec: 'stolen-credentials.int',
    test: 'that a browser sends along',
  },
  {
    guarantee: 'every operation asks for its right',
    file: `${dashboard}/http/mount-route.ts`,
    find: '!may(principal, permission)',
    replace: 'principal.permissions.size === 0',
    spec: 'stolen-credentials.int',
    test: 'of a role or scope',
  },
  {
    guarantee: 'refused requests are audited',
    file: `${dashboard}/http/create-http-app.ts`,
    find: 'isAudited(refusal, principal !== undefined)',
    replace: 'isAudited(refusal, false)',
    spec: 'cross-tenant.int',
    test: 'are not there for an API key',
  },
  {
    guarantee: 'no text with a NUL reaches a handler',
    file: `${dashboard}/http/parse-input.ts`,
    find: "value.includes('\\0')",
    replace: "value.includes('no such text')",
    spec: 'odd-ids.int',
    test: 'in a path',
  },
  {
    guarantee: 'exports are audited',
    file: `${dashboard}/routes/events/export.ts`,
    find: "      await recordAudit(database, { ...audited, action: 'events.export_started', after });\n",
    replace: '',
    spec: 'cross-tenant.int',
    test: 'exports are told of',
  },
];
