import { Random } from '../../traffic/random.ts';

const USERS = ['anna', 'bernd', 'svc_backup', 'carla', 'administrator', 'd.meyer', 'erika', 'HOST-17$'];
const DOMAINS = ['CORP', 'EXAMPLE', 'NT AUTHORITY'];
const PROCESSES = ['-', 'C:\\Windows\\System32\\svchost.exe', 'C:\\Windows\\System32\\lsass.exe'];

/** Windows logons and failed logons as lines of JSON, some 0.6 kB each. */
export function authLines(count: number, seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => JSON.stringify(authEvent(random, index)));
}

function authEvent(random: Random, index: number): Record<string, unknown> {
  const isFailed = random.isTrue(0.25);
  const address = `10.${random.integer(0, 3)}.${random.integer(0, 255)}.${random.integer(0, 255)}`;
  return {
    Provider_Name: 'Microsoft-Windows-Security-Auditing',
    Channel: 'Security',
    EventID: isFailed ? 4625 : 4624,
    EventRecordID: 1_000_000 + index,
    Computer: `HOST-${random.integer(0, 39)}.corp.example`,
    SubjectUserSid: 'S-1-0-0',
    SubjectUserName: '-',
    SubjectLogonId: '0x0',
    TargetUserSid: `S-1-5-21-1004336348-1177238915-682003330-${random.integer(1_000, 1_499)}`,
    TargetUserName: random.pick(USERS),
    TargetDomainName: random.pick(DOMAINS),
    LogonType: random.pick([2, 3, 5, 7, 10]),
    LogonProcessName: random.pick(['NtLmSsp', 'Kerberos', 'User32']),
    AuthenticationPackageName: random.pick(['NTLM', 'Kerberos', 'Negotiate']),
    WorkstationName: `WS-${random.integer(0, 199)}`,
    ProcessName: random.pick(PROCESSES),
    IpAddress: address,
    IpPort: String(random.integer(49_152, 65_000)),
    ...(isFailed ? { Status: '0xc000006d', SubStatus: '0xc000006a', FailureReason: '%%2313' } : { KeyLength: 0 }),
  };
}
