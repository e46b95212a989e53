const DAY_MS = 86_400_000;

/**
 * Oldest version of each line that holds the fixes published up to `checkedOn` (CVE-2025-49844 and its companions, from
 * the release notes of Redis and Valkey). A line that is not here gets none from its project, or is newer than the list.
 */
export const VERSION_LIST = {
  checkedOn: '2025-10-07',
  maxAgeDays: 30,
  redis: { '6.2': '6.2.20', '7.2': '7.2.11', '7.4': '7.4.6', '8.0': '8.0.4', '8.2': '8.2.2' },
  valkey: { '7.2': '7.2.11', '8.0': '8.0.6', '8.1': '8.1.4' },
} as const;

/**
 * What stands against a version; undefined when nothing does.
 *
 * @param vouched versions that the operator answers for, since a distribution mends them under the same number
 */
export function judgeVersion(
  server: 'redis' | 'valkey',
  version: string,
  { nowMs, vouched }: { nowMs: number; vouched: readonly string[] },
): string | undefined {
  if (vouched.includes(version)) return undefined;
  const line = version.split('.').slice(0, 2).join('.');
  const lines: Readonly<Record<string, string>> = VERSION_LIST[server];
  const least = lines[line];
  if (least === undefined) return `${version}: the line ${line} gets no fixes from its project, or is not in the list`;
  if (compareVersions(version, least) < 0) return `${version} is older than ${least}`;
  const ageDays = Math.floor((nowMs - Date.parse(VERSION_LIST.checkedOn)) / DAY_MS);
  return ageDays > VERSION_LIST.maxAgeDays ? `the list of versions is ${ageDays} days old` : undefined;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (const [i, value] of left.entries()) if (value !== right[i]) return value - (right[i] ?? 0);
  return 0;
}
