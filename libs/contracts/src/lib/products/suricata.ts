import { entryOf, objectIn, textIn, type ProductFields, type ProductRecord } from './product-fields.ts';

const TYPES: Readonly<Record<string, string>> = {
  alert: 'intrusion_alert',
  dns: 'dns_query',
  http: 'web_request',
  http2: 'web_request',
  flow: 'network_connection',
  netflow: 'network_connection',
  tls: 'network_connection',
  ssh: 'network_connection',
  smb: 'network_connection',
  rdp: 'network_connection',
  fileinfo: 'file_access',
};
/** Priorities of rules: 1 is worst. */
const SEVERITIES: Readonly<Record<string, string>> = { 1: 'high', 2: 'medium', 3: 'low' };

/** Suricata EVE JSON (its documentation, "EVE JSON Format"): records with a flow, by `event_type`. */
export function suricataFields(record: ProductRecord): ProductFields | undefined {
  const kind = textIn(record, 'event_type');
  const eventType = entryOf(TYPES, kind);
  if (kind === undefined || eventType === undefined) return undefined;
  if (kind !== 'alert') return { eventType, message: messageOf(kind, record) };
  const alert = objectIn(record, 'alert');
  const action = textIn(alert, 'action');
  return {
    eventType,
    severity: entryOf(SEVERITIES, String(alert['severity'])) ?? 'informational',
    action,
    outcome: action === 'blocked' ? 'failure' : undefined,
    message: textIn(alert, 'signature'),
  };
}

function messageOf(kind: string, record: ProductRecord): string | undefined {
  if (kind === 'dns') return textIn(objectIn(record, 'dns'), 'rrname');
  const http = objectIn(record, 'http');
  const url = textIn(http, 'url');
  return url === undefined ? undefined : `${textIn(http, 'http_method') ?? 'GET'} ${url}`;
}
