import { addressIn, objectIn, textIn, type ProductFields, type ProductRecord } from './product-fields.ts';

const CHANGES: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
const ROLES: ReadonlySet<string> = new Set(['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings']);
const SHELLS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);

/** Audit events of a Kubernetes API server (audit.k8s.io/v1). */
export function kubernetesAuditFields(record: ProductRecord): ProductFields | undefined {
  const verb = textIn(record, 'verb');
  if (verb === undefined) return undefined;
  const target = objectIn(record, 'objectRef');
  const code = Number(objectIn(record, 'responseStatus')['code']);
  const eventType = typeOf(verb, target, code);
  const impersonated = textIn(objectIn(record, 'impersonatedUser'), 'username');
  const fields: ProductFields = {
    eventType,
    severity: eventType === 'remote_command' ? 'medium' : code === 401 || code === 403 ? 'low' : 'informational',
    user: textIn(objectIn(record, 'user'), 'username'),
    action: actionOf(verb, target),
    externalId: textIn(record, 'auditID'),
    message: impersonated === undefined ? undefined : `as ${impersonated}`,
  };
  const addresses = record['sourceIPs'];
  if (Array.isArray(addresses)) fields.sourceIp = addressIn({ first: addresses[0] as unknown }, 'first');
  if (Number.isInteger(code)) fields.outcome = code < 400 ? 'success' : 'failure';
  return fields;
}

function typeOf(verb: string, target: ProductRecord, code: number): string {
  if (code === 401) return 'authentication_failure';
  if (code === 403) return 'access_denied';
  const resource = textIn(target, 'resource') ?? '';
  if (resource === 'pods' && SHELLS.has(textIn(target, 'subresource') ?? '')) return 'remote_command';
  if (resource === 'secrets' && !CHANGES.has(verb)) return 'secret_access';
  if (!CHANGES.has(verb)) return 'api_request';
  if (ROLES.has(resource)) return 'privilege_change';
  return resource === 'serviceaccounts' ? 'account_change' : 'configuration_change';
}

function actionOf(verb: string, target: ProductRecord): string {
  const parts = [textIn(target, 'resource'), textIn(target, 'subresource')].filter((part) => part !== undefined);
  return parts.length === 0 ? verb : `${verb} ${parts.join('/')}`;
}
