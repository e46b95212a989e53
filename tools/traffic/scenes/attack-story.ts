import { DROP_SERVER_IP, INTRUDER_IP, LINUX_HOSTS, ODD_LOGIN_IP, VAULT } from '../cast.ts';
import { eventItem, type TrafficEvent, type TrafficItem } from '../traffic-item.ts';
import type { Stage } from './scene.ts';
import { acceptedLogin, failedLogin, sshdLine } from './sshd.ts';

const [BASTION, DATABASE] = LINUX_HOSTS;
const VICTIM = 'svc-backup';
const GUESSES = 24;
const TRANSFERS = 4;

type Step = (stage: Stage) => TrafficItem;

/**
 * The story that the rules should find, told step by step: guessing at one account, the login that works, root by sudo,
 * a look around and a dump of the database, and large transfers to a server outside.
 */
export const ATTACK_STORY: readonly Step[] = [
  ...Array.from({ length: GUESSES }, (): Step => (stage) => failedLogin(stage, BASTION.name, VICTIM)),
  (stage) => acceptedLogin(stage, BASTION.name, VICTIM),
  (stage) => sshdLine(stage, BASTION.name, `pam_unix(sshd:session): session opened for user ${VICTIM} by (uid=0)`),
  (stage) => sshdLine(stage, BASTION.name, `${VICTIM} : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/bin/bash`, 'sudo'),
  (stage) =>
    event(stage, {
      eventType: 'privilege_change',
      severity: 'high',
      asset: BASTION.name,
      action: 'group_add',
      message: `${VICTIM} added to group wheel by root`,
      payload: { group: 'wheel', member: VICTIM, changedBy: 'root', tty: 'pts/0', auditId: stage.random.hex(24) },
    }),
  (stage) =>
    event(stage, {
      eventType: 'process_creation',
      severity: 'medium',
      asset: DATABASE.name,
      action: 'start',
      message: 'pg_dump started from an interactive session',
      payload: {
        image: '/usr/bin/pg_dump',
        commandLine: 'pg_dump --format=custom --file=/tmp/.cache/customers.dump customers',
        parentImage: '/bin/bash',
        workingDirectory: '/tmp/.cache',
        pid: stage.nextPid(),
      },
    }),
  ...Array.from({ length: TRANSFERS }, (): Step => exfiltrate),
];

/** What no rule finds, told once in all: a login that works, of an account on a machine and from a network that were never its. */
export const ODD_LOGIN: Step = (stage) =>
  event(stage, {
    eventType: 'successful_login',
    severity: 'informational',
    sourceIp: ODD_LOGIN_IP,
    asset: VAULT,
    action: 'sign_in',
    message: `${VICTIM} signed in to ${VAULT}`,
    payload: { country: 'XX', method: 'password', terminal: 'ssh', sessionId: stage.random.hex(32) },
  });

function exfiltrate(stage: Stage): TrafficItem {
  const { random } = stage;
  const bytesOut = random.integer(180_000_000, 420_000_000);
  return event(stage, {
    eventType: 'network_connection',
    severity: 'critical',
    sourceIp: DATABASE.ip,
    destinationIp: DROP_SERVER_IP,
    asset: DATABASE.name,
    action: 'connect',
    message: `${DATABASE.name} sent ${Math.round(bytesOut / 1e6)} MB to ${DROP_SERVER_IP}:443`,
    payload: {
      transport: 'tcp',
      destinationPort: 443,
      bytesOut,
      bytesIn: random.integer(20_000, 90_000),
      durationMs: random.integer(40_000, 120_000),
      process: '/usr/bin/curl',
      flowId: random.hex(16),
    },
  });
}

function event(
  stage: Stage,
  own: Pick<TrafficEvent, 'eventType' | 'severity' | 'asset' | 'message' | 'payload'> & Partial<TrafficEvent>,
): TrafficItem {
  return eventItem(
    {
      id: stage.nextId(),
      timestamp: new Date(stage.timeMs).toISOString(),
      sourceIp: INTRUDER_IP,
      user: VICTIM,
      outcome: 'success',
      tags: ['auditd'],
      ...own,
    },
    stage.timeMs,
  );
}
