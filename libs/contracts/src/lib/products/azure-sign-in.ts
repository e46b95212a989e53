import { addressIn, objectIn, textIn, type ProductFields, type ProductRecord } from './product-fields.ts';

/** Result codes of sign-ins (Microsoft Entra, "error codes") that mean something else than wrong credentials. */
const TYPES: ReadonlyMap<number, string> = new Map([
  ...[50034, 50128, 51004, 90019].map((code) => [code, 'invalid_user'] as const),
  ...[50053, 50056].map((code) => [code, 'too_many_auth_failures'] as const),
  ...[50055, 50072, 50074, 50076, 50079, 50140, 50144, 50203, 65001].map(
    (code) => [code, 'authentication_attempt'] as const,
  ),
  ...[50057, 50105, 53000, 53001, 53003, 530032, 7000112, 700016].map((code) => [code, 'access_denied'] as const),
]);
const SEVERITIES: Readonly<Record<string, string>> = {
  failed_login: 'medium',
  too_many_auth_failures: 'medium',
  invalid_user: 'low',
  access_denied: 'low',
};

/** Sign-ins of Microsoft Entra ID: as Microsoft Graph gives them (`signIn`), or as Azure Monitor exports them. */
export function azureSignInFields(record: ProductRecord): ProductFields | undefined {
  const properties = objectIn(record, 'properties');
  const signIn = Object.hasOwn(properties, 'userPrincipalName') ? properties : record;
  if (!Object.hasOwn(signIn, 'status') || !Object.hasOwn(signIn, 'appDisplayName')) return undefined;
  const status = objectIn(signIn, 'status');
  const code = Number(status['errorCode']);
  if (!Number.isInteger(code)) return undefined;
  const eventType = code === 0 ? 'successful_login' : (TYPES.get(code) ?? 'failed_login');
  return {
    eventType,
    severity: SEVERITIES[eventType] ?? 'informational',
    user: textIn(signIn, 'userPrincipalName'),
    sourceIp: addressIn(signIn, 'ipAddress') ?? addressIn(record, 'callerIpAddress'),
    asset: textIn(objectIn(signIn, 'deviceDetail'), 'displayName'),
    action: 'sign_in',
    outcome: code === 0 ? 'success' : 'failure',
    externalId: textIn(signIn, 'id'),
    message: textIn(status, 'failureReason') ?? textIn(signIn, 'appDisplayName'),
  };
}
