import { addressIn, entryOf, objectIn, textIn, type ProductFields, type ProductRecord } from './product-fields.ts';

const ACCOUNTS = [
  ...['CreateUser', 'DeleteUser', 'UpdateUser', 'CreateAccessKey', 'DeleteAccessKey', 'UpdateAccessKey', 'CreateRole'],
  ...['DeleteRole', 'CreateGroup', 'DeleteGroup', 'CreateLoginProfile', 'DeleteLoginProfile', 'DeactivateMFADevice'],
];
const PRIVILEGES = [
  ...['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AttachUserPolicy', 'AttachRolePolicy'],
  ...['AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'AddUserToGroup'],
  ...['UpdateAssumeRolePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion'],
];
const PASSWORDS = ['ChangePassword', 'UpdateLoginProfile', 'PasswordUpdated', 'PasswordRecoveryCompleted'];
const SECRETS = ['GetSecretValue', 'BatchGetSecretValue', 'GetParameter', 'GetParameters'];

const TYPES: Readonly<Record<string, string>> = Object.fromEntries([
  ...ACCOUNTS.map((name) => [name, 'account_change'] as const),
  ...PRIVILEGES.map((name) => [name, 'privilege_change'] as const),
  ...PASSWORDS.map((name) => [name, 'password_change'] as const),
  ...SECRETS.map((name) => [name, 'secret_access'] as const),
]);
const DENIED = /(?:AccessDenied|Unauthorized)/;
const CHANGES =
  /^(?:Create|Delete|Put|Update|Modify|Set|Attach|Detach|Authorize|Revoke|Stop|Start|Disable|Enable|Register|Terminate|Run|Associate|Disassociate|Replace|Remove|Add)/;

/** AWS CloudTrail records (its user guide, "CloudTrail record contents"). */
export function cloudTrailFields(record: ProductRecord): ProductFields | undefined {
  const name = textIn(record, 'eventName');
  if (name === undefined || textIn(record, 'eventSource') === undefined) return undefined;
  const error = textIn(record, 'errorCode');
  const identity = objectIn(record, 'userIdentity');
  const fields: ProductFields = {
    eventType: typeOf(name, error),
    severity: 'informational',
    action: name,
    outcome: error === undefined ? 'success' : 'failure',
    sourceIp: addressIn(record, 'sourceIPAddress'),
    user: textIn(identity, 'userName') ?? issuerOf(identity) ?? rootOf(identity),
    asset: textIn(record, 'recipientAccountId'),
    externalId: textIn(record, 'eventID'),
    message: textIn(record, 'errorMessage'),
  };
  if (fields.eventType === 'access_denied') fields.severity = 'low';
  return name === 'ConsoleLogin' ? withLogin(fields, record) : fields;
}

function typeOf(name: string, error: string | undefined): string {
  if (error !== undefined && DENIED.test(error)) return 'access_denied';
  return entryOf(TYPES, name) ?? (CHANGES.test(name) ? 'configuration_change' : 'api_request');
}

function withLogin(fields: ProductFields, record: ProductRecord): ProductFields {
  const isSuccess = textIn(objectIn(record, 'responseElements'), 'ConsoleLogin') === 'Success';
  return {
    ...fields,
    eventType: isSuccess ? 'successful_login' : 'failed_login',
    severity: isSuccess ? 'informational' : 'medium',
    outcome: isSuccess ? 'success' : 'failure',
  };
}

/** Who lent the rights to a session. */
function issuerOf(identity: ProductRecord): string | undefined {
  return textIn(objectIn(objectIn(identity, 'sessionContext'), 'sessionIssuer'), 'userName');
}

function rootOf(identity: ProductRecord): string | undefined {
  return textIn(identity, 'type') === 'Root' ? 'root' : textIn(identity, 'arn');
}
