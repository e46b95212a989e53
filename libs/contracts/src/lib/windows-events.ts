import type { EventType } from './event-types.ts';
import type { Severity } from './severity.ts';

/** What a Windows event id means in the platform's vocabulary. */
export interface WindowsEventMeaning {
  eventType: EventType;
  /** `informational` when absent. */
  severity?: Severity;
  /** Data fields that name the account concerned, best first. */
  user: readonly string[];
  sourceIp?: string;
  destinationIp?: string;
  /** Value of `field` → another meaning of the same id; `other` is that of values not listed. */
  byStatus?: { field: string; values: Readonly<Record<string, EventType>>; other: EventType };
}

const target = ['TargetUserName', 'SubjectUserName'] as const;
const subject = ['SubjectUserName'] as const;
const process = ['User'] as const;

/** Account unknown, as NTLM spells it in events 4625 and 4776 (`STATUS_NO_SUCH_USER`, MS-ERREF section 2.3.1). */
const NO_SUCH_USER = '0xc0000064';
/** `STATUS_WRONG_PASSWORD`. */
const WRONG_PASSWORD = '0xc000006a';
/** `KDC_ERR_PREAUTH_FAILED` (RFC 4120 section 7.5.9). */
const PREAUTH_FAILED = '0x18';

function of(
  ids: readonly number[],
  eventType: EventType,
  user: readonly string[],
  more: Partial<WindowsEventMeaning> = {},
): [number, WindowsEventMeaning][] {
  return ids.map((id) => [id, { eventType, user, ...more }]);
}

const ip = { sourceIp: 'IpAddress' } as const;

/** Channel → event id → meaning. Ids that are not listed are `unclassified` with the host and time they carry. */
export const WINDOWS_EVENTS: ReadonlyMap<string, ReadonlyMap<number, WindowsEventMeaning>> = new Map([
  [
    'Security',
    new Map([
      ...of([4624], 'successful_login', target, ip),
      ...of([4625], 'failed_login', target, { ...ip, severity: 'medium' }),
      ...of([4634, 4647], 'session_closed', target),
      ...of([4778], 'session_opened', ['AccountName'], { sourceIp: 'ClientAddress' }),
      ...of([4779], 'session_closed', ['AccountName'], { sourceIp: 'ClientAddress' }),
      ...of([4648], 'authentication_attempt', target, ip),
      ...of([4768, 4769], 'authentication_attempt', target, ip),
      ...of([4771], 'authentication_failure', target, {
        ...ip,
        byStatus: {
          field: 'Status',
          values: { [PREAUTH_FAILED]: 'failed_login' },
          other: 'authentication_failure',
        },
      }),
      ...of([4776], 'authentication_failure', target, {
        byStatus: {
          field: 'Status',
          values: { '0x0': 'authentication_attempt', [WRONG_PASSWORD]: 'failed_login', [NO_SUCH_USER]: 'invalid_user' },
          other: 'authentication_failure',
        },
      }),
      ...of([4672, 4704, 4705, 4717, 4718], 'privilege_change', subject),
      ...of([4688], 'process_creation', subject),
      ...of([4656, 4660, 4663, 5140, 5145], 'file_access', subject, ip),
      ...of([4657, 4697, 4698, 4699, 4700, 4701, 4702, 4719, 4616, 1102], 'configuration_change', subject),
      ...of([4946, 4947, 4948, 4950], 'configuration_change', subject),
      ...of([4723, 4724], 'password_change', target),
      ...of([4720, 4722, 4725, 4726, 4738, 4740, 4767, 4781], 'account_change', target),
      ...of([4727, 4728, 4729, 4730, 4731, 4732, 4733, 4734, 4735, 4737], 'account_change', subject),
      ...of([4741, 4742, 4743, 4754, 4755, 4756, 4757, 4758], 'account_change', subject),
      ...of([5156], 'network_connection', [], { sourceIp: 'SourceAddress', destinationIp: 'DestAddress' }),
    ]),
  ],
  [
    'Microsoft-Windows-Sysmon/Operational',
    new Map([
      ...of([1], 'process_creation', process),
      ...of([3], 'network_connection', process, { sourceIp: 'SourceIp', destinationIp: 'DestinationIp' }),
      ...of([22], 'dns_query', process),
      ...of([2, 11, 15, 23, 26, 29], 'file_access', process),
      ...of([4, 12, 13, 14, 16], 'configuration_change', process),
    ]),
  ],
  ['System', new Map([...of([7040, 7045, 104], 'configuration_change', ['SubjectUserName', 'AccountName'])])],
  [
    'Microsoft-Windows-Windows Defender/Operational',
    new Map([
      ...of([1006, 1116], 'malware_detected', ['Detection User', 'DetectionUser'], { severity: 'high' }),
      ...of([5001, 5007, 5010, 5012], 'configuration_change', []),
    ]),
  ],
  [
    'Microsoft-Windows-TaskScheduler/Operational',
    new Map([...of([106, 140, 141], 'configuration_change', ['UserContext', 'UserName'])]),
  ],
  [
    'Linux-Sysmon/Operational',
    new Map([
      ...of([1], 'process_creation', process),
      ...of([3], 'network_connection', process, { sourceIp: 'SourceIp', destinationIp: 'DestinationIp' }),
      ...of([11, 23], 'file_access', process),
    ]),
  ],
]);

/** Severity of the types that a status decides. */
export const SEVERITY_BY_STATUS: Partial<Record<EventType, Severity>> = {
  failed_login: 'medium',
  invalid_user: 'low',
  authentication_failure: 'low',
};
