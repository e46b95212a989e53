import { parseSyslogMessage } from './index.ts';

const context = { nowMs: Date.UTC(2026, 10, 22, 12), offsetMinutes: 0 };
const SIZE = 64 * 1024;
/** An expression that tries every combination took ten seconds and more at this size, one that does not, a millisecond. */
const MOST_MS = 2_000;
const pumped = (head: string, part: string, tail = ''): string =>
  head + part.repeat(Math.ceil((SIZE - head.length) / part.length)) + tail;
const line = (program: string): string => `<13>Nov 22 10:00:00 h ${program}: `;

test.each([
  ['CEF, underscores', pumped('CEF:0|v|p|1|s|a', '_', 'a|5|')],
  ['LEEF, underscores', pumped('LEEF:1.0|V|P|1|a', '_', 'a|src=203.0.113.9')],
  ['key=value, underscores', pumped('type=a', '_', 'a src=203.0.113.9 user=x')],
  ['key=value, quotes', pumped('a=1 b=2 ', 'c="')],
  ['CEF, extension', pumped('CEF:0|v|p|1|s|n|5|', 'a=b\\=')],
  ['sudo, no command', pumped(`${line('sudo')}a : x`, ' ; TTY=a ; PWD=a ; USER=a ; ENV=')],
  ['sudo, users', pumped(`${line('sudo')}a : TTY=a ; PWD=a`, ' ; USER=a', ' ; COMMAND=')],
  ['sudo, spaces', pumped(line('sudo'), ' ')],
  ['sshd, session', pumped(`${line('sshd')}Starting session: `, ' for  from a')],
  ['sshd, session with peers', pumped(`${line('sshd')}Starting session: `, ' from a port 1')],
  ['sshd, failed', pumped(`${line('sshd')}Failed password for `, ' from a port ')],
  ['sshd, closed', pumped(`${line('sshd')}Connection closed by invalid user `, 'a port 1 ')],
  ['sshd, bad protocol', pumped(`${line('sshd')}Bad protocol version identification `, ' from a')],
  ['pam', pumped(`${line('cron')}pam_unix(cron:session): `, 'session opened for user a by (uid=0) ')],
  ['su', pumped(line('su'), 'FAILED SU (to root) a on ')],
  ['auditd', pumped('type=EXECVE msg=audit(1700000000.123:456): ', 'a0="x" msg=\'')],
  ['access log', pumped('203.0.113.9 - - [22/Nov/2026:10:00:00 +0000] "', '\\" ')],
  ['apache error', pumped('[Sun Nov 22 10:00:00 2026] [error] [client ', '[client ] ')],
  ['nginx error', pumped('2026/11/22 10:00:00 [error] 1#1: *3 ', ', client: , request: "')],
  ['repeated', pumped(`${line('sshd')}message repeated 3 times: [ `, 'message repeated 3 times: [ ', ']')],
  ['structured data', pumped('<13>1 - h a - - [a ', 'x="\\"', '"] m')],
  ['JSON', pumped(line('app'), '{"a":')],
])('%s costs no more than its length', (_name, text) => {
  const startedMs = performance.now();
  for (const size of [8 * 1024, 15 * 1024, text.length]) parseSyslogMessage(text.slice(0, size), context);
  expect(performance.now() - startedMs).toBeLessThan(MOST_MS);
});
