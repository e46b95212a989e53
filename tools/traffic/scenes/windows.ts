import { deskIpOf, MISTYPES, USERS, WINDOWS_HOSTS } from '../cast.ts';
import { eventItem } from '../traffic-item.ts';
import type { Scene } from './scene.ts';

const PROCESSES = [
  [
    'C:\\Windows\\System32\\svchost.exe',
    'svchost.exe -k netsvcs -p -s Schedule',
    'C:\\Windows\\System32\\services.exe',
  ],
  ['C:\\Program Files\\Office\\WINWORD.EXE', 'WINWORD.EXE /n "quarterly report.docx"', 'C:\\Windows\\explorer.exe'],
  ['C:\\Windows\\System32\\cmd.exe', 'cmd.exe /c gpupdate /target:computer', 'C:\\Windows\\System32\\services.exe'],
  ['C:\\Program Files\\Backup\\agent.exe', 'agent.exe --incremental --verify', 'C:\\Windows\\System32\\services.exe'],
] as const;

/** Logons and process starts as Windows' security log tells them (4624, 4625, 4688). */
export const windows: Scene = (stage) => (stage.random.isTrue(0.45) ? logon(stage) : processCreation(stage));

const logon: Scene = (stage) => {
  const { random, timeMs } = stage;
  const host = random.pick(WINDOWS_HOSTS);
  const isFailure = random.isTrue(MISTYPES);
  const user = random.pick(USERS);
  return eventItem(
    {
      id: stage.nextId(),
      eventType: isFailure ? 'failed_login' : 'successful_login',
      severity: isFailure ? 'medium' : 'informational',
      timestamp: new Date(timeMs).toISOString(),
      sourceIp: deskIpOf(user),
      destinationIp: host.ip,
      user,
      asset: host.name,
      action: 'logon',
      outcome: isFailure ? 'failure' : 'success',
      message: isFailure ? 'An account failed to log on.' : 'An account was successfully logged on.',
      payload: {
        EventID: isFailure ? 4625 : 4624,
        Channel: 'Security',
        LogonType: random.pick([2, 3, 3, 10]),
        TargetUserName: user,
        TargetDomainName: 'EXAMPLE',
        AuthenticationPackageName: random.pick(['Kerberos', 'NTLM']),
      },
    },
    timeMs,
  );
};

const processCreation: Scene = (stage) => {
  const { random, timeMs } = stage;
  const host = random.pick(WINDOWS_HOSTS);
  const [image, commandLine, parent] = random.pick(PROCESSES);
  const user = random.pick(USERS);
  return eventItem(
    {
      id: stage.nextId(),
      eventType: 'process_creation',
      severity: 'informational',
      timestamp: new Date(timeMs).toISOString(),
      user,
      asset: host.name,
      action: 'start',
      outcome: 'success',
      message: 'A new process has been created.',
      payload: {
        EventID: 4688,
        Channel: 'Security',
        NewProcessName: image,
        CommandLine: commandLine,
        ParentProcessName: parent,
        NewProcessId: `0x${random.hex(4)}`,
        SubjectUserName: user,
      },
    },
    timeMs,
  );
};
