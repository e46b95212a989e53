import { addressIn, entryOf, objectIn, textIn, type ProductFields, type ProductRecord } from './product-fields.ts';

const LOGINS: ReadonlySet<string> = new Set([
  ...[
    'user.session.start',
    'user.authentication.sso',
    'user.authentication.auth_via_mfa',
    'user.authentication.verify',
  ],
  'user.authentication.auth_via_AD_agent',
]);
const TYPES: Readonly<Record<string, string>> = {
  'user.session.end': 'session_closed',
  'user.account.lock': 'too_many_auth_failures',
  'user.account.update_password': 'password_change',
  'user.account.reset_password': 'password_change',
  'user.account.privilege.grant': 'privilege_change',
  'user.account.privilege.revoke': 'privilege_change',
  'group.privilege.grant': 'privilege_change',
  'user.lifecycle.create': 'account_change',
  'user.lifecycle.activate': 'account_change',
  'user.lifecycle.deactivate': 'account_change',
  'user.lifecycle.suspend': 'account_change',
  'user.lifecycle.delete.initiated': 'account_change',
  'user.mfa.factor.deactivate': 'account_change',
  'user.mfa.factor.reset_all': 'account_change',
  'group.user_membership.add': 'account_change',
  'group.user_membership.remove': 'account_change',
  'policy.rule.update': 'configuration_change',
  'policy.lifecycle.update': 'configuration_change',
  'policy.lifecycle.delete': 'configuration_change',
  'zone.update': 'configuration_change',
  'app.generic.unauth_app_access_attempt': 'access_denied',
};
const OUTCOMES: Readonly<Record<string, string>> = {
  SUCCESS: 'success',
  ALLOW: 'success',
  FAILURE: 'failure',
  DENY: 'failure',
};

/** Okta System Log events (its API reference, "LogEvent"). */
export function oktaFields(record: ProductRecord): ProductFields | undefined {
  const name = textIn(record, 'eventType');
  if (name === undefined || !Object.hasOwn(record, 'actor') || !Object.hasOwn(record, 'outcome')) return undefined;
  const result = textIn(objectIn(record, 'outcome'), 'result');
  const outcome = entryOf(OUTCOMES, result);
  return {
    eventType: LOGINS.has(name) ? loginType(outcome) : entryOf(TYPES, name),
    // A login failure says its own urgency; what Okta calls WARN is every one of them.
    severity: LOGINS.has(name) ? (outcome === 'failure' ? 'medium' : 'informational') : undefined,
    user: textIn(objectIn(record, 'actor'), 'alternateId'),
    sourceIp: addressIn(objectIn(record, 'client'), 'ipAddress'),
    action: name,
    outcome,
    externalId: textIn(record, 'uuid'),
  };
}

function loginType(outcome: string | undefined): string {
  if (outcome === undefined) return 'authentication_attempt';
  return outcome === 'success' ? 'successful_login' : 'failed_login';
}
