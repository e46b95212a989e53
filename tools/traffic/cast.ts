/** The people and machines of the demo; outside addresses come from the documentation ranges of RFC 5737 only. */
export const USERS = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'frank',
  'grace',
  'heidi',
  'svc-backup',
  'svc-deploy',
] as const;

export const LINUX_HOSTS = [
  { name: 'bastion-1', ip: '10.0.0.10' },
  { name: 'db-1', ip: '10.0.2.11' },
  { name: 'build-1', ip: '10.0.3.12' },
] as const;

export const WEB_HOSTS = [
  { name: 'web-1', ip: '10.0.1.21' },
  { name: 'web-2', ip: '10.0.1.22' },
] as const;

export const WINDOWS_HOSTS = [
  { name: 'dc-1', ip: '10.0.4.31' },
  { name: 'ws-017', ip: '10.0.5.17' },
  { name: 'ws-023', ip: '10.0.5.23' },
] as const;

/** Staff at home, customers, and the noise of the Internet. */
export const VISITOR_IPS = Array.from({ length: 60 }, (_, index) => `198.51.100.${index + 1}`);
export const SCANNER_IPS = Array.from({ length: 8 }, (_, index) => `203.0.113.${index + 10}`);

/** The one who gets in. */
export const INTRUDER_IP = '203.0.113.66';
export const DROP_SERVER_IP = '192.0.2.200';
/** Where stolen credentials are tried from once, on a machine that its owner never used. */
export const ODD_LOGIN_IP = '192.0.2.99';
export const VAULT = 'vault-1';

/** How often somebody mistypes a password: seldom enough that the attack stands out. */
export const MISTYPES = 0.001;

/** Where a user signs in from outside: mostly from home. */
export function homeIpOf(user: (typeof USERS)[number]): string {
  return VISITOR_IPS[USERS.indexOf(user)] as string;
}

/** The desk of a user. */
export function deskIpOf(user: (typeof USERS)[number]): string {
  return `10.0.5.${20 + USERS.indexOf(user)}`;
}
