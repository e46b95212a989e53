import { AclLogCursor, mergeLogins, parseAclLog, type DeniedEntry } from './acl-log.ts';
import { InfoText } from './info.ts';
import { growth, readNodeCounters, type NodeCounters } from './node-counters.ts';

const row = (more: Partial<Record<string, string | number>> = {}): (string | number)[] => {
  const fields = {
    ...{ count: 1, reason: 'command', context: 'toplevel', object: 'flushall', username: 'cli', 'age-seconds': '2.5' },
    'client-info': 'id=3 addr=192.0.2.1:4711 laddr=192.0.2.9:6379 name= user=cli',
    ...more,
  };
  return Object.entries(fields).flatMap(([name, value]) => [name, value ?? '']);
};
const read = (...rows: (string | number)[][]): DeniedEntry[] => parseAclLog(rows, 10_000);

describe('ACL LOG', () => {
  it('is read without the port of the client, with a time made of the age', () => {
    expect(read(row())).toMatchObject([
      { count: 1, reason: 'command', object: 'flushall', user: 'cli', from: '192.0.2.1', atMs: 7_500 },
    ]);
    expect(read(row({ 'entry-id': 7, 'timestamp-created': 1_234 }))).toMatchObject([{ id: '7', atMs: 1_234 }]);
  });

  it('takes no more of a name than people read, and nothing that a terminal or PostgreSQL minds', () => {
    expect(read(row({ username: 'a\0b', object: `\x1b[2J${'x'.repeat(16_000)}` }))).toMatchObject([
      { user: 'a\ufffdb', object: `\ufffd[2J${'x'.repeat(252)}` },
    ]);
  });

  it('makes one entry of the logins of an address, with some of the names', () => {
    const guesses = Array.from({ length: 40 }, (_, n) => row({ reason: 'auth', username: `guess-${n}`, count: 2 }));
    const other = row({ reason: 'auth', username: 'cli', 'client-info': 'id=4 addr=192.0.2.7:1 name=' });
    const merged = mergeLogins(read(row(), ...guesses, other));
    expect(merged).toMatchObject([
      { reason: 'command', user: 'cli', count: 1 },
      { reason: 'auth', from: '192.0.2.1', user: 'guess-0', count: 80, users: expect.arrayContaining(['guess-9']) },
      { reason: 'auth', from: '192.0.2.7', user: 'cli', count: 1 },
    ]);
    expect(merged[1]?.users).toHaveLength(10);
    expect(merged[2]).not.toHaveProperty('users');
  });

  it('tells what is new, also of an entry that has grown', () => {
    const cursor = new AclLogCursor();
    expect(cursor.take(read(row()), 128).fresh).toMatchObject([{ count: 1 }]);
    expect(cursor.take(read(row()), 128).fresh).toEqual([]);
    expect(cursor.take(read(row({ count: 4 })), 128).fresh).toMatchObject([{ count: 3 }]);
    expect(cursor.take(read(row({ count: 4 }), row({ object: 'keys' })), 128).fresh).toMatchObject([
      { object: 'keys' },
    ]);
  });

  it('begins anew after a restart', () => {
    const cursor = new AclLogCursor();
    cursor.take(read(row({ count: 5 })), 128);
    expect(cursor.take([], 128)).toEqual({ fresh: [], hasGap: false });
    expect(cursor.take(read(row({ count: 2 })), 128).fresh).toMatchObject([{ count: 2 }]);
  });

  it('leaves out at the first look what a former instance has recorded', () => {
    const cursor = new AclLogCursor(7_500);
    const later = row({ object: 'keys', 'age-seconds': '1.0' });
    expect(cursor.take(read(row(), later), 128).fresh).toMatchObject([{ object: 'keys' }]);
    expect(cursor.take(read(row({ count: 2 }), later), 128).fresh).toMatchObject([{ object: 'flushall', count: 1 }]);
  });

  it('has a gap when it is full of what was never seen', () => {
    const cursor = new AclLogCursor();
    cursor.take(read(row({ object: 'a' })), 2);
    expect(cursor.take(read(row({ object: 'b' }), row({ object: 'c' })), 2)).toMatchObject({ hasGap: true });
    expect(cursor.take(read(row({ object: 'c' }), row({ object: 'd' })), 2)).toMatchObject({ hasGap: false });
  });
});

const counters = (text: string): NodeCounters => readNodeCounters(new InfoText(text));

describe('counters of a node', () => {
  const info = (auth: number, runId = 'a'): string =>
    `# Server\r\nrun_id:${runId}\r\nuptime_in_seconds:5\r\ntotal_connections_received:9\r\nrejected_connections:1\r\n` +
    `cmdstat_auth:calls=${auth},usec=1\r\nerrorstat_WRONGPASS:count=2\r\n`;

  it('are read; what a node does not name is none', () => {
    expect(counters(info(7))).toEqual({
      ...{ runId: 'a', uptimeSeconds: 5, authCalls: 7, wrongPassword: 2, noPermission: 0, notAuthenticated: 0 },
      ...{ connections: 9, rejected: 1, commands: 0 },
    });
  });

  it('count from the first look, and from nothing after a restart', () => {
    const first = counters(info(7));
    expect(growth(undefined, first).authCalls).toBe(0);
    expect(growth(first, counters(info(9))).authCalls).toBe(2);
    expect(growth(first, counters(info(9, 'b'))).authCalls).toBe(9);
  });
});
