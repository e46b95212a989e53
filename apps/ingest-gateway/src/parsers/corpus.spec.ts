import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLogLine } from './index.ts';

const shared = process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../../shared');
const corpus = join(shared, 'samples/OpenSSH_2k.log');
const apache = join(shared, 'samples/Apache_2k.log');
const isThere = existsSync(corpus) && existsSync(apache);
const nowMs = Date.UTC(2026, 10, 21);

const linesOf = (path: string): string[] =>
  readFileSync(path, 'latin1')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '');

const typesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => parseLogLine(line, { nowMs })?.eventType ?? 'unknown');

if (isThere) {
  describe('the sshd sample', () => {
    const lines = linesOf(corpus);

    it.each([
      ['Failed password', 'failed_login', 520],
      ['Invalid user', 'invalid_user', 113],
      ['Accepted password', 'successful_login', 1],
    ])('lines with "%s" and no others are %s, %d of them', (text, eventType, count) => {
      expect(lines.filter((line) => line.includes(text))).toHaveLength(count);
      const types = typesOf(lines);
      expect(lines.filter((_, index) => types[index] === eventType)).toEqual(
        lines.filter((line) => line.includes(text)),
      );
    });

    it('has no line without a meaning', () => {
      const types = typesOf(lines);
      expect(lines.filter((_, index) => types[index] === 'unclassified' || types[index] === 'unknown')).toEqual([]);
    });

    it('keeps the count of its two repeated lines', () => {
      const repeats = lines.map((line) => parseLogLine(line, { nowMs })?.payload as { repeat?: number } | undefined);
      expect(repeats.map((payload) => payload?.repeat).filter((repeat) => repeat !== undefined)).toEqual([5, 5]);
    });
  });

  it('every line of the Apache sample is known', () => {
    expect(typesOf(linesOf(apache)).filter((type) => type === 'unknown')).toEqual([]);
  });
} else if (process.env.REDOUBT_REQUIRE_CORPUS === '1') {
  it('the sample logs are required', () => {
    throw new Error(`REDOUBT_REQUIRE_CORPUS is set, and ${corpus} is not there; REDOUBT_SHARED names its folder`);
  });
} else {
  it.todo(`counts over the sample logs (not there: ${corpus}; set REDOUBT_SHARED)`);
}
