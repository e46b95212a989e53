import { parseSyslogLine } from './syslog-header.ts';

const context = { nowMs: Date.UTC(2026, 10, 21, 12), offsetMinutes: 0 };
const at = (...parts: [number, number, number, number?, number?, number?, number?]) => Date.UTC(...parts);

describe('parseSyslogLine', () => {
  it.each([
    [
      'Nov  1 06:55:46 h prog[5]: m',
      { timeMs: at(2026, 10, 1, 6, 55, 46), host: 'h', program: 'prog', pid: 5, text: 'm' },
    ],
    [
      '<13>Nov 21 06:55:46 h prog: m',
      { priority: 13, timeMs: at(2026, 10, 21, 6, 55, 46), program: 'prog', text: 'm' },
    ],
    ['Nov 21 2024 06:55:46 h prog: m', { timeMs: at(2024, 10, 21, 6, 55, 46) }],
    ['Nov 21 06:55:46.250 h prog: m', { timeMs: at(2026, 10, 21, 6, 55, 46, 250) }],
    ['2026-11-21T06:55:46.123456+02:00 h prog[5]: m', { timeMs: at(2026, 10, 21, 4, 55, 46, 123), host: 'h', pid: 5 }],
    ['<34>1 2026-11-21T06:55:46Z h app 9 ID7 - m', { priority: 34, host: 'h', program: 'app', pid: 9, text: 'm' }],
    ['<34>1 2026-11-21T06:55:46Z h app - - [a@1 k="v \\"x] y"][b@1 z="1"] \ufeffm', { program: 'app', text: 'm' }],
    ['Nov 21 06:55:46 h /usr/sbin/cron[5]: m', { program: 'cron' }],
    ['Nov 21 06:55:46 h sshd(pam_unix)[5]: m', { program: 'sshd', pid: 5, text: 'm' }],
    ['Nov 21 06:55:46 sshd[5]: m n', { program: 'sshd', pid: 5, text: 'm n' }],
    ['Nov 21 06:55:46 h last message', { program: '', text: 'last message' }],
  ])('%s', (line, expected) => {
    expect(parseSyslogLine(line, context)).toMatchObject(expected);
  });

  it.each([
    'Nov 32 10:00:00 h p: m',
    'Nov 1x 10:00:00 h p: m',
    'Nov 21 1a:00:00 h p: m',
    'Nov 21 10:00:60x h p: m',
    'Nov 21 10:00:00  p: m',
    'Nov 21 10:00:00',
  ])('knows no header in %p', (line) => expect(parseSyslogLine(line, context)).toBeNull());

  it('reads the same time anew when the accept time or the offset differs', () => {
    const line = 'Nov 21 10:00:00 h p: m';
    const next = { ...context, nowMs: Date.UTC(2027, 10, 21, 12) };
    expect(parseSyslogLine(line, context)?.timeMs).toBe(at(2026, 10, 21, 10));
    expect(parseSyslogLine(line, next)?.timeMs).toBe(at(2027, 10, 21, 10));
    expect(parseSyslogLine(line, { ...next, offsetMinutes: 60 })?.timeMs).toBe(at(2027, 10, 21, 9));
  });

  it('applies the sender offset to times that name no zone only', () => {
    const east = { ...context, offsetMinutes: 120 };
    expect(parseSyslogLine('Nov 21 06:00:00 h p: m', east)?.timeMs).toBe(at(2026, 10, 21, 4));
    expect(parseSyslogLine('2026-11-21T06:00:00 h p: m', east)?.timeMs).toBe(at(2026, 10, 21, 4));
    expect(parseSyslogLine('2026-11-21T06:00:00Z h p: m', east)?.timeMs).toBe(at(2026, 10, 21, 6));
  });
});
