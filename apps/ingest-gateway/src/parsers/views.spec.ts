import { viewOfAccepted, type EventView } from '@redoubt/contracts';
import { parsers, parseLogLine } from './index.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const known = { eventId: 's-1-0-0', orgId: '00000000-0000-4000-8000-000000000001' as never, receivedAtMs: nowMs };
const head = 'Nov 22 10:00:00 web-1';
const source = { ip: '203.0.113.9' };

/** A line of each format, by its name: [line, part of ECS, class and activity of OCSF] */
const vectors: Readonly<Record<string, readonly [line: string, ecs: object, ocsf: readonly [number, number]]>> = {
  sshd: [
    `${head} sshd[1]: Failed password for root from 203.0.113.9 port 22 ssh2`,
    {
      event: { code: 'failed_login', category: ['authentication'], outcome: 'failure' },
      source,
      host: { name: 'web-1' },
    },
    [3002, 1],
  ],
  sudo: [
    `${head} sudo:    alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls`,
    { event: { code: 'privilege_change', category: ['iam'] }, user: { name: 'alice' } },
    [0, 99],
  ],
  su: [`${head} su[1]: FAILED SU (to root) alice on pts/0`, { user: { name: 'alice' } }, [0, 99]],
  pam: [
    `${head} cron[1]: pam_unix(cron:session): session opened for user alice by (uid=0)`,
    { event: { code: 'session_opened', category: ['session'], type: ['start'] } },
    [3002, 1],
  ],
  auditd: [
    `type=EXECVE msg=audit(1700000000.123:456): argc=2 a0="ls" a1="-l"`,
    { '@timestamp': '2023-11-14T22:13:20.123Z', event: { category: ['process'], type: ['start'] }, message: 'ls -l' },
    [1007, 1],
  ],
  apache_error: [
    '[Sun Nov 22 10:00:00.123456 2026] [core:error] [pid 1] [client 203.0.113.9:4242] File does not exist: /srv/x',
    { event: { category: ['web'] }, source },
    [4002, 99],
  ],
  nginx_error: [
    '2026/11/22 10:00:00 [error] 12#12: *3 user "alice": password mismatch, client: 203.0.113.9, server: s',
    { event: { code: 'failed_login' }, source, user: { name: 'alice' } },
    [3002, 1],
  ],
  access_log: [
    '203.0.113.9 - alice [22/Nov/2026:10:00:00 +0000] "GET /?q=1 HTTP/1.1" 200 9 "-" "curl"',
    { event: { code: 'web_request', category: ['web'], type: ['access'] }, source },
    [4002, 99],
  ],
  cef: [
    'CEF:0|Acme|Wall|1|100|Blocked|8|src=203.0.113.9 dst=198.51.100.4 suser=alice act=block',
    { source, destination: { ip: '198.51.100.4' }, user: { name: 'alice' }, event: { action: 'block', severity: 80 } },
    [0, 99],
  ],
  leef: [
    'LEEF:1.0|Acme|Wall|1|login|src=203.0.113.9\tusrName=alice\tsev=9',
    { source, user: { name: 'alice' } },
    [0, 99],
  ],
  key_value: ['date=2026-11-22 srcip=203.0.113.9 user=alice action=deny', { source }, [0, 99]],
  json: [
    `<13>1 2026-11-22T10:00:00Z web-1 app - - - {"eventType":"dns_query","sourceIp":"203.0.113.9"}`,
    { event: { code: 'dns_query', category: ['network'] }, source },
    [4003, 1],
  ],
};

function shown(view: EventView, line: string): Record<string, unknown> {
  return viewOfAccepted(view, JSON.stringify({ ...parseLogLine(line, { nowMs }), raw: line }), known);
}

describe.each(Object.entries(vectors))('%s', (name, [line, ecs, [classUid, activityId]]) => {
  it('is known', () => expect(parseLogLine(line, { nowMs })).toMatchObject({ payload: { format: name } }));

  it('has a view in ECS', () => {
    expect(shown('ecs', line)).toMatchObject({ event: { original: line, id: 's-1-0-0' } });
    expect(shown('ecs', line)).toMatchObject(ecs);
  });

  it('has a view in OCSF', () => {
    expect(shown('ocsf', line)).toMatchObject({
      ...{ class_uid: classUid, category_uid: Math.floor(classUid / 1000), activity_id: activityId },
      ...{ type_uid: classUid * 100 + activityId, raw_data: line, metadata: { version: '1.4.0' } },
    });
  });
});

it('has a line of each format', () => {
  expect(Object.keys(vectors)).toEqual(
    expect.arrayContaining(parsers.lineFormatNames.filter((name) => name !== 'syslog')),
  );
});
