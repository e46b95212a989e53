import { homeIpOf, INTRUDER_IP, LINUX_HOSTS, SCANNER_IPS, USERS } from '../cast.ts';
import { lineItem, type TrafficItem } from '../traffic-item.ts';
import type { Scene, Stage } from './scene.ts';

const GUESSED_USERS = ['admin', 'test', 'oracle', 'ubuntu', 'git', 'postgres', 'support', 'pi'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Raw sshd lines: people coming and going, and the usual guessing from outside. */
export const sshd: Scene = (stage) => {
  const { random } = stage;
  const host = random.pick(LINUX_HOSTS).name;
  return sshdLine(stage, host, random.isTrue(0.35) ? guess(stage) : visit(stage));
};

/** One guess of the intruder at `user` on `host`. */
export function failedLogin(stage: Stage, host: string, user: string): TrafficItem {
  const port = stage.random.integer(32_768, 60_999);
  return sshdLine(stage, host, `Failed password for ${user} from ${INTRUDER_IP} port ${port} ssh2`);
}

/** The guess that works. */
export function acceptedLogin(stage: Stage, host: string, user: string): TrafficItem {
  const port = stage.random.integer(32_768, 60_999);
  return sshdLine(stage, host, `Accepted password for ${user} from ${INTRUDER_IP} port ${port} ssh2`);
}

/** An RFC 3164 line without priority, in UTC. */
export function sshdLine(stage: Stage, host: string, text: string, program = 'sshd'): TrafficItem {
  return lineItem(`${syslogTime(stage.timeMs)} ${host} ${program}[${stage.nextPid()}]: ${text}`, stage.timeMs);
}

/** `Mmm dd hh:mm:ss` in UTC, the day padded with a space (RFC 3164 section 4.1.2). */
export function syslogTime(timeMs: number): string {
  const time = new Date(timeMs);
  const day = String(time.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[time.getUTCMonth()]} ${day} ${time.toISOString().slice(11, 19)}`;
}

function guess({ random }: Stage): string {
  const from = `from ${random.pick(SCANNER_IPS)} port ${random.integer(32_768, 60_999)}`;
  const user = random.pick(GUESSED_USERS);
  return random.pick([
    `Invalid user ${user} ${from}`,
    `Failed password for invalid user ${user} ${from} ssh2`,
    `Connection closed by authenticating user ${user} ${from} [preauth]`,
    `Failed password for root ${from} ssh2`,
  ]);
}

function visit({ random }: Stage): string {
  const user = random.pick(USERS);
  const from = `from ${homeIpOf(user)} port ${random.integer(32_768, 60_999)}`;
  return random.pick([
    `Accepted publickey for ${user} ${from} ssh2: ED25519 SHA256:${random.hex(43)}`,
    `pam_unix(sshd:session): session opened for user ${user} by (uid=0)`,
    `pam_unix(sshd:session): session closed for user ${user}`,
    `Received disconnect ${from}:11: disconnected by user`,
  ]);
}
