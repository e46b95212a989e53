import { judgeVersion, MINIMUM_VERSIONS, minimumVersionsText } from './minimum-versions.ts';

const minimum = { checkedOn: '2026-11-01', redis: { '8.2': '8.2.10' }, valkey: { '9.0': '9.0.5' } };
const soon = Date.parse('2026-11-20');
const judge = (info: Record<string, string>, nowMs = soon, vouched: string[] = []): string => {
  const { status, text } = judgeVersion(new Map(Object.entries(info)), { minimum, vouched, nowMs });
  return `${status} ${text}`;
};
const valkey = (version: string) => ({ redis_version: '7.2.4', valkey_version: version });

describe('versions of servers', () => {
  it('are held against the first one of their line that has the fixes', () => {
    expect(judge({ redis_version: '8.2.10' })).toBe('pass Redis 8.2.10, at least 8.2.10');
    expect(judge({ redis_version: '8.2.9' })).toBe('fail Redis 8.2.9 is older than 8.2.10');
    expect(judge(valkey('9.0.6'))).toMatch(/^pass Valkey 9\.0\.6/);
    expect(judge(valkey('9.0.0-rc1'))).toMatch(/^fail Valkey/);
  });

  it('are not measured by a list that does not have their line or is older than a month', () => {
    expect(judge({ redis_version: '7.0.15' })).toMatch(/^not-measured Redis 7\.0\.15: the list does not have its line/);
    const late = Date.parse('2026-12-02');
    expect(judge({ redis_version: '8.2.10' }, late)).toBe(
      'not-measured Redis 8.2.10: the list is of 2026-11-01, 31 days old',
    );
    expect(judge({ redis_version: '8.2.9' }, late)).toMatch(/^fail/);
  });

  it('pass where somebody answers for a version that a distribution mends', () => {
    expect(judge({ redis_version: '7.0.15' }, soon, ['7.0.15'])).toMatch(
      /^pass Redis 7\.0\.15, which the operator answers for/,
    );
  });

  it('are listed by this release, or by the operator', () => {
    expect(Object.keys(MINIMUM_VERSIONS.valkey)).toContain('9.0');
    expect(minimumVersionsText.parse(JSON.stringify(minimum))).toEqual(minimum);
    expect(minimumVersionsText.safeParse(JSON.stringify({ ...minimum, redis: { '8.2': 'newest' } })).success).toBe(
      false,
    );
    expect(minimumVersionsText.safeParse('{').success).toBe(false);
  });
});
