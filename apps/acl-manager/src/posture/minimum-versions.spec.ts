import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { InfoText } from '../collect/info.ts';
import { judgeVersion, readMinimumVersions } from './minimum-versions.ts';

const list = { checkedOn: '2026-11-01', redis: { '8.2': '8.2.10' }, valkey: { '9.0': '9.0.5' } };
const soon = Date.parse('2026-11-20');
const judge = (info: string, nowMs = soon): string => {
  const { status, text } = judgeVersion(new InfoText(info), list, nowMs);
  return `${status} ${text}`;
};

describe('versions of servers', () => {
  it('are held against the first one of their line that has the fixes', () => {
    expect(judge('redis_version:8.2.10')).toBe('pass Redis 8.2.10, at least 8.2.10');
    expect(judge('redis_version:8.2.9')).toBe('fail Redis 8.2.9 is older than 8.2.10');
    expect(judge('redis_version:7.2.4\nvalkey_version:9.0.6')).toMatch(/^pass Valkey 9\.0\.6/);
    expect(judge('redis_version:7.2.4\nvalkey_version:9.0.0-rc1')).toMatch(/^fail Valkey/);
  });

  it('are not measured by a list that does not have their line or is older than a month', () => {
    expect(judge('redis_version:7.0.15')).toMatch(/^not_measured Redis 7\.0\.15: the list does not have its line/);
    const late = Date.parse('2026-12-02');
    expect(judge('redis_version:8.2.10', late)).toBe(
      'not_measured Redis 8.2.10: the list is of 2026-11-01, 31 days old',
    );
    expect(judge('redis_version:8.2.9', late)).toMatch(/^fail/);
  });

  it('are listed by this release, or by the operator', () => {
    expect(Object.keys(readMinimumVersions(undefined).valkey)).toContain('9.0');
    const temp = createTempDir('versions');
    const file = join(temp.path, 'list.json');
    writeFileSync(file, JSON.stringify(list));
    expect(readMinimumVersions(file)).toEqual(list);
    writeFileSync(file, JSON.stringify({ ...list, redis: { '8.2': 'newest' } }));
    expect(() => readMinimumVersions(file)).toThrow('MINIMUM_VERSIONS_FILE');
    temp.remove();
  });
});
