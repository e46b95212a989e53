import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planReplay, readLogLines } from './log-replay.ts';
import { lineTime } from './log-time.ts';

const NOW_MS = Date.UTC(2026, 2, 1, 12);
const lines = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));

describe('lineTime', () => {
  it.each([
    ['Feb 28 10:00:00 host sshd[1]: x', '2026-02-28T10:00:00Z'],
    ['<38>Mar  1 11:59:59 host x', '2026-03-01T11:59:59Z'],
    ['Dec 10 06:55:46 LabSZ sshd[24200]: x', '2025-12-10T06:55:46Z'],
    ['Mar  1 12:00:01 host x', '2025-03-01T12:00:01Z'],
    ['Feb 29 10:00:00 host x', '2024-02-29T10:00:00Z'],
    ['[Sun Dec 04 04:47:44 2005] [notice] x', '2005-12-04T04:47:44Z'],
    ['2026-01-02T03:04:05.678+02:00 host x', '2026-01-02T01:04:05.678Z'],
    ['<34>1 2026-01-02T03:04:05Z host x', '2026-01-02T03:04:05Z'],
  ])('reads %p', (line, iso) => {
    expect(new Date(lineTime(line, NOW_MS)?.timeMs ?? Number.NaN).toISOString()).toBe(new Date(iso).toISOString());
  });

  it.each(['no time here', 'Feb 31 10:00:00 host x', 'Foo 10 10:00:00 host x', ''])('finds none in %p', (line) => {
    expect(lineTime(line, NOW_MS)).toBeUndefined();
  });

  it.each([
    ['Dec 10 06:55:46 host x', 'Mar  1 12:00:00 host x'],
    ['<38>Dec 10 06:55:46 host x', '<38>Mar  1 12:00:00 host x'],
    ['[Sun Dec 04 04:47:44 2005] [notice] x', '[Sun Mar 01 12:00:00 2026] [notice] x'],
    ['<34>1 2026-01-02T03:04:05Z host x', '<34>1 2026-03-01T12:00:00.000Z host x'],
  ])('rewrites %p in its own spelling', (line, wanted) => {
    expect(lineTime(line, NOW_MS)?.withTime(NOW_MS)).toBe(wanted);
  });
});

describe('planReplay', () => {
  const log = lines('Dec 10 06:00:00 h a', 'continuation', 'Dec 10 06:00:10 h b', 'Dec 10 06:00:05 h c');

  it('sends at once and unchanged when no speed is given', () => {
    expect(planReplay(log, { nowMs: NOW_MS })).toEqual(log.map((line) => ({ line, dueMs: 0 })));
  });

  it('keeps the pace divided by the speed, never backwards', () => {
    expect(planReplay(log, { nowMs: NOW_MS, speed: 10 }).map((line) => line.dueMs)).toEqual([0, 0, 1_000, 1_000]);
  });

  it('ends at now when shifted, keeping distances', () => {
    const texts = planReplay(log, { nowMs: NOW_MS, isShiftedToNow: true }).map(({ line }) => line.toString());
    expect(texts).toEqual(['Mar  1 11:59:50 h a', 'continuation', 'Mar  1 12:00:00 h b', 'Mar  1 11:59:55 h c']);
  });

  it('keeps bytes that are not UTF-8 when shifting', () => {
    const line = Buffer.concat([Buffer.from('Dec 10 06:00:00 h '), Buffer.from([0xff, 0xfe, 0xe9])]);
    const [shifted] = planReplay([line], { nowMs: NOW_MS, isShiftedToNow: true });
    expect(shifted?.line.subarray(-3)).toEqual(Buffer.from([0xff, 0xfe, 0xe9]));
  });
});

describe('readLogLines', () => {
  it('takes line breaks as framing and leaves out empty lines', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'redoubt-replay-'));
    writeFileSync(join(dir, 'log'), 'a\r\n\n b \nlast without break');
    expect((await readLogLines(join(dir, 'log'))).map(String)).toEqual(['a', ' b ', 'last without break']);
    rmSync(dir, { recursive: true });
  });
});
