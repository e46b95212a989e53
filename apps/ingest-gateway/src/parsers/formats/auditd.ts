import { MAX_SHORT_TEXT, type EventFields } from '@redoubt/contracts';
import { withPeer } from '../meanings.ts';
import type { LineFormat, MessageMeaning } from '../types.ts';

const HEAD = /^(?:node=(\S+) )?type=([A-Z][A-Z0-9_]{1,40}) msg=audit\((\d{1,12})\.(\d{3}):(\d{1,20})\): ?(.*)$/s;
/** A field; what programs of users report stands in the single quotes of `msg`. */
const FIELD = /([A-Za-z][\w-]{0,63})=(?:"([^"]*)"|'([^']*)'|(\S*))/g;
const MAX_FIELDS = 128;
const HEX = /^(?:[0-9A-F]{2})+$/;
/** Fields whose value the kernel writes in hex when it holds blanks or worse. */
const ENCODED: ReadonlySet<string> = new Set(['acct', 'exe', 'comm', 'cmd', 'proctitle', 'name', 'cwd', 'id']);

type Kind = Pick<MessageMeaning, 'eventType' | 'severity' | 'action'> & { failure?: Partial<MessageMeaning> };

const failedLogin = { eventType: 'failed_login', severity: 'medium' } as const;
const denied = { eventType: 'authentication_failure', severity: 'low' } as const;
const account = { eventType: 'account_change', severity: 'low', action: 'account' } as const;
const setting = { eventType: 'configuration_change', severity: 'low', action: 'configuration' } as const;

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['USER_LOGIN', { eventType: 'successful_login', severity: 'informational', action: 'login', failure: failedLogin }],
  ['USER_AUTH', { eventType: 'authentication_attempt', severity: 'informational', action: 'auth', failure: denied }],
  ['USER_ERR', { eventType: 'authentication_failure', severity: 'low', action: 'auth' }],
  ['USER_START', { eventType: 'session_opened', severity: 'informational', action: 'session' }],
  ['USER_END', { eventType: 'session_closed', severity: 'informational', action: 'session' }],
  ['USER_CMD', { eventType: 'privilege_change', severity: 'low', action: 'sudo', failure: { severity: 'medium' } }],
  ['USER_ROLE_CHANGE', { eventType: 'privilege_change', severity: 'low', action: 'role' }],
  ['USER_CHAUTHTOK', { eventType: 'password_change', severity: 'low', action: 'password_change' }],
  ...['ADD_USER', 'DEL_USER', 'ADD_GROUP', 'DEL_GROUP', 'USER_MGMT', 'GRP_MGMT', 'ACCT_LOCK', 'ACCT_UNLOCK'].map(
    (type): [string, Kind] => [type, account],
  ),
  ...['CONFIG_CHANGE', 'MAC_CONFIG_CHANGE', 'MAC_POLICY_LOAD', 'MAC_STATUS', 'NETFILTER_CFG'].map(
    (type): [string, Kind] => [type, setting],
  ),
  ['EXECVE', { eventType: 'process_creation', severity: 'informational', action: 'execve' }],
  ['AVC', { eventType: 'access_denied', severity: 'low', action: 'access' }],
  ['SERVICE_START', { eventType: 'service_started', severity: 'informational', action: 'service' }],
  ['SERVICE_STOP', { eventType: 'service_stopped', severity: 'informational', action: 'service' }],
]);

function parse(line: string): EventFields | null {
  const head = HEAD.exec(line);
  if (head === null) return null;
  const [, node, type, seconds, millis, serial, rest] = head as unknown as [
    ...[string, string | undefined, string, string, string, string, string],
  ];
  const values = valuesOf(rest);
  const isFailure = values['res'] === 'failed' || values['res'] === '0' || values['success'] === 'no';
  const meaning = meaningOf(type, values, isFailure);
  const user = [values['acct'], values['UID'], values['AUID']].find(isName);
  const { details, ...fields } = withPeer(meaning, [values['addr'], values['hostname']].find(isName));
  return {
    ...fields,
    ...(user === undefined ? {} : { user }),
    ...(node === undefined ? {} : { asset: node.slice(0, MAX_SHORT_TEXT) }),
    eventTimeMs: Number(seconds) * 1_000 + Number(millis),
    message: commandOf(type, values) ?? line,
    payload: { format: 'auditd', type, serial, values, ...details },
  };
}

function meaningOf(type: string, values: Values, isFailure: boolean): MessageMeaning {
  const kind = KINDS.get(type) ?? { eventType: type.toLowerCase(), severity: 'informational', action: undefined };
  const isKnown = values['res'] !== undefined || values['success'] !== undefined;
  return {
    eventType: (isFailure ? kind.failure?.eventType : undefined) ?? kind.eventType,
    severity: (isFailure ? kind.failure?.severity : undefined) ?? kind.severity,
    ...(kind.action === undefined ? {} : { action: kind.action }),
    ...(isKnown ? { outcome: isFailure ? 'failure' : 'success' } : {}),
  };
}

type Values = Record<string, string>;

function valuesOf(text: string): Values {
  const values = Object.create(null) as Values;
  let left = MAX_FIELDS;
  for (const [, name, quoted, message, bare] of text.matchAll(FIELD)) {
    if ((left -= 1) < 0) break;
    if (message !== undefined) Object.assign(values, valuesOf(message));
    else if (quoted !== undefined) values[name as string] = quoted;
    else values[name as string] = plain(name as string, bare as string);
  }
  return values;
}

function plain(name: string, value: string): string {
  const isArgument = /^a\d{1,3}$/.test(name);
  if (!(isArgument || ENCODED.has(name)) || value.length < 4 || !HEX.test(value)) return value;
  return Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ').trimEnd();
}

/** The command of an EXECVE record, or of a USER_CMD. */
function commandOf(type: string, values: Values): string | undefined {
  if (type !== 'EXECVE') return values['cmd'];
  const words: string[] = [];
  for (let i = 0; values[`a${i}`] !== undefined; i += 1) words.push(values[`a${i}`] as string);
  return words.length === 0 ? undefined : words.join(' ');
}

function isName(value: string | undefined): value is string {
  return (
    value !== undefined && value !== '' && value !== '?' && value !== '(unknown)' && value.length <= MAX_SHORT_TEXT
  );
}

/** Records of the Linux audit system (auditd.conf(5), `log_format` RAW or ENRICHED), one line each. */
export const auditdFormat: LineFormat = {
  name: 'auditd',
  startsWith: (charCode) => charCode === 0x74 || charCode === 0x6e,
  parse: (line) => (line.startsWith('type=') || line.startsWith('node=') ? parse(line) : null),
};
