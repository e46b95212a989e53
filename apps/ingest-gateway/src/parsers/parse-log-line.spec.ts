import { decodeEvent } from '@redoubt/contracts';
import { parseLogLine } from './index.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
const header = 'Nov 21 10:00:00 web-1 sshd[4242]: ';
const parse = (line: string) => parseLogLine(line, { nowMs });

/** [message after the sshd header, expected type, expected fields] */
const sshd: readonly (readonly [string, string, Record<string, unknown>])[] = [
  [
    'Failed password for root from 203.0.113.9 port 40022 ssh2',
    'failed_login',
    { severity: 'medium', user: 'root', sourceIp: '203.0.113.9', outcome: 'failure' },
  ],
  [
    'Failed password for invalid user guest from 203.0.113.9 port 40022 ssh2',
    'failed_login',
    { user: 'guest', payload: expect.objectContaining({ isInvalidUser: true, sourcePort: 40022, method: 'password' }) },
  ],
  [
    'Failed password for invalid user  x from 198.51.100.1 port 1 from 203.0.113.9 port 40022 ssh2',
    'failed_login',
    { user: ' x from 198.51.100.1 port 1', sourceIp: '203.0.113.9' },
  ],
  [
    'Failed keyboard-interactive/pam for alice from 2001:db8::5 port 40022 ssh2',
    'failed_login',
    { user: 'alice', sourceIp: '2001:db8::5' },
  ],
  [
    'Failed publickey for alice from 203.0.113.9 port 40022 ssh2: ED25519 SHA256:AAAA',
    'failed_login',
    { payload: expect.objectContaining({ method: 'publickey', key: 'ED25519 SHA256:AAAA' }) },
  ],
  [
    'Failed none for invalid user 0 from 203.0.113.9 port 40022 ssh2',
    'authentication_attempt',
    { severity: 'low', user: '0' },
  ],
  ['Invalid user guest from 203.0.113.9', 'invalid_user', { severity: 'low', user: 'guest', sourceIp: '203.0.113.9' }],
  [
    'Invalid user  from 203.0.113.9 port 40022',
    'invalid_user',
    { sourceIp: '203.0.113.9', payload: expect.objectContaining({ sourcePort: 40022 }) },
  ],
  [
    'Accepted password for alice from 203.0.113.9 port 40022 ssh2',
    'successful_login',
    { severity: 'informational', user: 'alice', outcome: 'success', sourceIp: '203.0.113.9' },
  ],
  [
    'Accepted publickey for alice from ::ffff:203.0.113.9 port 40022 ssh2: RSA SHA256:BBBB',
    'successful_login',
    { sourceIp: '203.0.113.9', payload: expect.objectContaining({ key: 'RSA SHA256:BBBB' }) },
  ],
  [
    'pam_unix(sshd:session): session opened for user alice by (uid=0)',
    'session_opened',
    { user: 'alice', action: 'sshd_session' },
  ],
  [
    'pam_unix(sshd:session): session opened for user alice(uid=1000) by bob(uid=0)',
    'session_opened',
    { user: 'alice', payload: expect.objectContaining({ by: 'bob', module: 'pam_unix' }) },
  ],
  ['pam_unix(sshd:session): session closed for user alice', 'session_closed', { user: 'alice' }],
  [
    'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root',
    'authentication_failure',
    { severity: 'low', user: 'root', sourceIp: '203.0.113.9' },
  ],
  [
    'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=host.example.net ',
    'authentication_failure',
    { payload: expect.objectContaining({ sourceHost: 'host.example.net' }) },
  ],
  ['pam_unix(sshd:auth): check pass; user unknown', 'authentication_attempt', { outcome: 'failure' }],
  [
    'PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root',
    'authentication_failure',
    { user: 'root', sourceIp: '203.0.113.9', payload: expect.objectContaining({ failureCount: 2 }) },
  ],
  ['PAM service(sshd) ignoring max retries; 6 > 3', 'too_many_auth_failures', { severity: 'low' }],
  [
    'reverse mapping checking getaddrinfo for host.example.net [203.0.113.9] failed - POSSIBLE BREAK-IN ATTEMPT!',
    'reverse_mapping_failed',
    { sourceIp: '203.0.113.9', payload: expect.objectContaining({ claimedHost: 'host.example.net' }) },
  ],
  [
    'Address 203.0.113.9 maps to host.example.net, but this does not map back to the address.',
    'reverse_mapping_failed',
    { sourceIp: '203.0.113.9' },
  ],
  [
    'Did not receive identification string from 203.0.113.9',
    'network_probe',
    { severity: 'low', sourceIp: '203.0.113.9' },
  ],
  [
    "Bad protocol version identification 'GET / HTTP/1.1' from 203.0.113.9 port 40022",
    'network_probe',
    { payload: expect.objectContaining({ identification: "'GET / HTTP/1.1'" }) },
  ],
  [
    'Received disconnect from 203.0.113.9: 11: Bye Bye [preauth]',
    'connection_closed',
    { payload: expect.objectContaining({ reasonCode: 11, reason: 'Bye Bye' }) },
  ],
  [
    'Received disconnect from 203.0.113.9 port 40022:11: disconnected by user',
    'connection_closed',
    { payload: expect.objectContaining({ sourcePort: 40022 }) },
  ],
  [
    'error: Received disconnect from 203.0.113.9: 14: No more user authentication methods available. [preauth]',
    'connection_closed',
    { sourceIp: '203.0.113.9' },
  ],
  ['Received signal 15; terminating.', 'service_stopped', {}],
  ['Disconnected from user alice 203.0.113.9 port 40022', 'connection_closed', { user: 'alice' }],
  [
    'Connection closed by authenticating user root 203.0.113.9 port 40022 [preauth]',
    'connection_closed',
    { user: 'root', sourceIp: '203.0.113.9' },
  ],
  ['Connection closed by 203.0.113.9 [preauth]', 'connection_closed', { sourceIp: '203.0.113.9' }],
  ['Connection from 203.0.113.9 port 40022 on 192.0.2.1 port 22', 'network_connection', { sourceIp: '203.0.113.9' }],
  [
    'Disconnecting: Too many authentication failures for root [preauth]',
    'too_many_auth_failures',
    { severity: 'medium', user: 'root' },
  ],
  [
    'Disconnecting authenticating user root 203.0.113.9 port 40022: Too many authentication failures [preauth]',
    'too_many_auth_failures',
    { user: 'root', sourceIp: '203.0.113.9' },
  ],
  [
    'error: maximum authentication attempts exceeded for invalid user bob from 203.0.113.9 port 40022 ssh2 [preauth]',
    'too_many_auth_failures',
    { user: 'bob', sourceIp: '203.0.113.9' },
  ],
  ['input_userauth_request: invalid user guest [preauth]', 'authentication_attempt', { user: 'guest' }],
  [
    'User mallory from 203.0.113.9 not allowed because not listed in AllowUsers',
    'access_denied',
    { severity: 'medium', user: 'mallory', sourceIp: '203.0.113.9' },
  ],
  ['fatal: Write failed: Connection reset by peer [preauth]', 'connection_error', {}],
  ['Server listening on 0.0.0.0 port 22.', 'service_started', {}],
  ['subsystem request for sftp by user alice', 'session_opened', { user: 'alice' }],
];

describe('sshd and PAM messages', () => {
  it.each(sshd)('%s', (text, eventType, expected) => {
    expect(parse(header + text)).toMatchObject({ eventType, asset: 'web-1', message: text, ...expected });
  });

  it('give events that readers accept', () => {
    for (const [text] of sshd) {
      const fields = parse(header + text);
      expect(decodeEvent(JSON.parse(JSON.stringify(fields)))).toEqual({
        ok: true,
        fields: JSON.parse(JSON.stringify(fields)),
      });
    }
  });

  it('keep the count of a repeated message, whose inner text decides the type', () => {
    const fields = parse(`${header}message repeated 5 times: [ Failed password for root from 203.0.113.9 port 1 ssh2]`);
    expect(fields).toMatchObject({
      eventType: 'failed_login',
      user: 'root',
      sourceIp: '203.0.113.9',
      payload: { repeat: 5, program: 'sshd', pid: 4242 },
    });
  });

  it('are known under the program names of OpenSSH 9.8 and later', () => {
    const line = 'Nov 21 10:00:00 web-1 sshd-session[7]: Accepted password for alice from 203.0.113.9 port 2 ssh2';
    expect(parse(line)?.eventType).toBe('successful_login');
  });

  it('clip a user name that is longer than an event may hold', () => {
    const fields = parse(`${header}Failed password for ${'u'.repeat(5000)} from 203.0.113.9 port 1 ssh2`);
    expect(fields?.user).toHaveLength(1024);
  });
});

describe('sudo and su', () => {
  it.each([
    [
      'sudo[1]:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id',
      { severity: 'low', outcome: 'success', user: 'alice', action: 'sudo' },
    ],
    [
      'sudo:    bob : user NOT in sudoers ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/sh',
      { severity: 'medium', outcome: 'failure', user: 'bob' },
    ],
    [
      'sudo: bob : 3 incorrect password attempts ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/sh',
      { outcome: 'failure', payload: expect.objectContaining({ reason: '3 incorrect password attempts' }) },
    ],
    ['su[9]: (to root) alice on pts/0', { severity: 'low', outcome: 'success', user: 'alice' }],
    ['su[9]: FAILED SU (to root) alice on pts/0', { severity: 'medium', outcome: 'failure', user: 'alice' }],
    ['su: + /dev/pts/0 alice:root', { outcome: 'success', user: 'alice' }],
    ['su[9]: FAILED su for root by alice', { outcome: 'failure', payload: expect.objectContaining({ runAs: 'root' }) }],
  ])('%s', (text, expected) => {
    expect(parse(`Nov 21 10:00:00 web-1 ${text}`)).toMatchObject({ eventType: 'privilege_change', ...expected });
  });
});

describe('web server logs', () => {
  it.each([
    [
      '[Sat Nov 21 10:00:00 2026] [error] [client 203.0.113.9] Directory index forbidden by rule: /var/www/html/',
      { eventType: 'access_denied', severity: 'low', sourceIp: '203.0.113.9' },
    ],
    [
      '[Sat Nov 21 10:00:00.123456 2026] [auth_basic:error] [pid 12:tid 34] [client 203.0.113.9:5555] AH01617: user bob: authentication failure for "/x": Password Mismatch',
      {
        eventType: 'failed_login',
        severity: 'medium',
        user: 'bob',
        sourceIp: '203.0.113.9',
        eventTimeMs: Date.UTC(2026, 10, 21, 10, 0, 0, 123),
      },
    ],
    [
      '[Sat Nov 21 10:00:00.123456 2026] [core:info] [pid 12] [client 2001:db8::1:5555] AH00128: File does not exist: /var/www/x',
      { eventType: 'web_request', outcome: 'failure' },
    ],
    ['[Sat Nov 21 10:00:00 2026] [notice] ready', { eventType: 'web_server_message', severity: 'informational' }],
    [
      '203.0.113.9 - - [21/Nov/2026:10:00:00 +0100] "GET / HTTP/1.1" 200 512',
      { eventType: 'web_request', outcome: 'success', eventTimeMs: Date.UTC(2026, 10, 21, 9) },
    ],
    [
      '203.0.113.9 - alice [21/Nov/2026:10:00:00 +0000] "GET /admin HTTP/1.1" 403 99 "-" "curl/8"',
      {
        eventType: 'access_denied',
        user: 'alice',
        payload: expect.objectContaining({ status: 403, userAgent: 'curl/8' }),
      },
    ],
    [
      '203.0.113.9 - - [21/Nov/2026:10:00:00 +0000] "GET /p?id=1%27%20UNION%20SELECT%201,2 HTTP/1.1" 200 9 "-" "x"',
      { eventType: 'sql_injection_attempt', severity: 'medium' },
    ],
    [
      '203.0.113.9 - - [21/Nov/2026:10:00:00 +0000] "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1" 404 9',
      { eventType: 'path_traversal_attempt' },
    ],
    [
      '203.0.113.9 - - [21/Nov/2026:10:00:00 +0000] "GET /?q=%3Cscript%3E HTTP/1.1" 200 9',
      { eventType: 'xss_attempt' },
    ],
    [
      '203.0.113.9 - - [21/Nov/2026:10:00:00 +0000] "\\x16\\x03" 400 -',
      { eventType: 'web_request', outcome: 'failure' },
    ],
    [
      '203.0.113.9 - - [21/Nov/2026:10:00:00 +0000] "GET /union/selection?a=it\'s HTTP/1.1" 200 9',
      { eventType: 'web_request' },
    ],
  ])('%s', (line, expected) => {
    expect(parse(line)).toMatchObject(expected);
  });
});

describe('lines without a known meaning', () => {
  it('keep what their header says', () => {
    expect(parse('<34>Nov 21 10:00:00 web-1 CRON[77]: job done')).toEqual({
      eventType: 'unclassified',
      severity: 'informational',
      asset: 'web-1',
      eventTimeMs: Date.UTC(2026, 10, 21, 10),
      message: 'job done',
      payload: { format: 'syslog', program: 'CRON', pid: 77, facility: 4, syslogSeverity: 2 },
    });
  });

  it.each([
    '',
    'hello',
    '{"a":1}',
    '<999>Nov 21 10:00:00 h p: x',
    'Foo 21 10:00:00 h p: x',
    'Nov 31 10:00:00 h p: x',
    '<34>1 - - - - -x',
  ])('are left to the caller: %p', (line) => expect(parse(line)).toBeNull());

  it('are not tried with other formats than the one asked for', () => {
    const line = `${header}Accepted password for alice from 203.0.113.9 port 2 ssh2`;
    expect(parseLogLine(line, { nowMs, format: 'apache_error' })).toBeNull();
    expect(parseLogLine(line, { nowMs, format: 'syslog' })?.eventType).toBe('successful_login');
  });
});
