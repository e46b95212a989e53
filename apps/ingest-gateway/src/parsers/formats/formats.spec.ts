import { decodeEvent } from '@redoubt/contracts';
import { parseLogLine } from '../index.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const head = (type: string): string => `type=${type} msg=audit(1700000000.123:456): `;

/** [line, fields] */
const vectors: readonly (readonly [string, Record<string, unknown>])[] = [
  // auditd
  [
    `${head('USER_LOGIN')}pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.9 terminal=ssh res=failed'`,
    {
      eventType: 'failed_login',
      severity: 'medium',
      user: 'root',
      sourceIp: '203.0.113.9',
      outcome: 'failure',
      eventTimeMs: 1_700_000_000_123,
    },
  ],
  [
    `node=web-1 ${head('USER_LOGIN')}pid=1 msg='op=login id=1000 exe="/usr/sbin/sshd" addr=203.0.113.9 res=success' UID="root" AUID="alice"`,
    { eventType: 'successful_login', asset: 'web-1', sourceIp: '203.0.113.9', outcome: 'success' },
  ],
  [
    `${head('USER_AUTH')}msg='op=PAM:authentication acct="bob" addr=? res=failed'`,
    { eventType: 'authentication_failure', user: 'bob' },
  ],
  [
    `${head('USER_LOGIN')}msg='op=login acct=28696E76616C6964207573657229 addr=203.0.113.9 res=failed'`,
    { user: '(invalid user)' },
  ],
  [
    `${head('EXECVE')}argc=3 a0="curl" a1="-o" a2=2F746D702F6120622E7368`,
    { eventType: 'process_creation', message: 'curl -o /tmp/a b.sh' },
  ],
  [
    `${head('USER_CMD')}msg='cwd="/" cmd=6C73202D6C terminal=pts/0 res=success'`,
    { eventType: 'privilege_change', message: 'ls -l' },
  ],
  [`${head('ADD_USER')}msg='op=add-user acct="eve" res=success'`, { eventType: 'account_change', user: 'eve' }],
  [
    `${head('AVC')}avc:  denied  { read } for pid=1 comm="httpd" name="shadow"`,
    { eventType: 'access_denied', severity: 'low' },
  ],
  [`${head('CRYPTO_KEY_USER')}pid=1 msg='op=destroy res=success'`, { eventType: 'crypto_key_user' }],
  [
    `Nov 22 10:00:00 web-1 audispd: ${head('USER_END')}msg='op=PAM:session_close acct="bob" res=success'`,
    { eventType: 'session_closed', asset: 'web-1', user: 'bob' },
  ],
  // nginx
  [
    '2026/11/22 10:00:00 [error] 12#12: *3 open() "/srv/x" failed (2: No such file or directory), client: 203.0.113.9, server: example.test, request: "GET /x HTTP/1.1", host: "example.test"',
    {
      eventType: 'web_server_message',
      severity: 'informational',
      sourceIp: '203.0.113.9',
      eventTimeMs: Date.UTC(2026, 10, 22, 10),
    },
  ],
  [
    '2026/11/22 10:00:00 [error] 12#12: *3 user "alice": password mismatch, client: 203.0.113.9, server: s, request: "GET / HTTP/1.1"',
    { eventType: 'failed_login', severity: 'medium', user: 'alice', outcome: 'failure' },
  ],
  [
    '2026/11/22 10:00:00 [error] 12#12: *3 user "bob" was not found in "/etc/htpasswd", client: 203.0.113.9, server: s',
    { eventType: 'invalid_user', user: 'bob' },
  ],
  [
    '2026/11/22 10:00:00 [error] 12#12: *3 access forbidden by rule, client: 2001:db8::5, server: s',
    { eventType: 'access_denied', sourceIp: '2001:db8::5' },
  ],
  [
    '2026/11/22 10:00:00 [error] 12#12: *3 open() "/srv/etc/passwd" failed, client: 203.0.113.9, server: s, request: "GET /../../etc/passwd HTTP/1.1"',
    { eventType: 'path_traversal_attempt', severity: 'medium' },
  ],
  [
    '2026/11/22 10:00:00 [emerg] 1#1: bind() to 0.0.0.0:80 failed',
    { eventType: 'web_server_message', severity: 'high' },
  ],
  [
    '<190>Nov 22 10:00:00 web-1 nginx: 203.0.113.9 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 403 9',
    { eventType: 'access_denied', asset: 'web-1', sourceIp: '203.0.113.9' },
  ],
];

describe('formats of log lines', () => {
  test.each(vectors)('%s', (line, fields) => {
    const parsed = parseLogLine(line, { nowMs });
    expect(parsed).toMatchObject(fields);
    expect(decodeEvent(JSON.parse(JSON.stringify(parsed)))).toMatchObject({ ok: true, fields });
  });

  it.each(['type=x', 'type=USER_LOGIN msg=audit(1:2)', 'node=a type=b', '2026/13/45 10:00:00 [error] 1#1: x'])(
    'leaves %s alone',
    (line) => expect(parseLogLine(line, { nowMs })).toBeNull(),
  );
});
