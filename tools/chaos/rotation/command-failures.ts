import type { AppProcess } from '../../dev/app-process.ts';

/** Commands of services that ended without an answer of use, by what it was. */
export type CommandFailures = Readonly<Record<string, number>>;

/** What a node that is gone or not yet back answers, or does not: the stall of a failover, whatever rotates. */
const OF_FAILOVER: ReadonlySet<string> = new Set([
  ...['not_sent', 'unknown', 'clusterdown', 'moved', 'ask', 'tryagain', 'loading', 'readonly', 'noreplicas'],
]);

/** Reads `redoubt_redis_command_errors_total` of every service. */
export async function readCommandFailures(apps: readonly AppProcess[]): Promise<CommandFailures> {
  const sums: Record<string, number> = {};
  for (const { opsUrl } of apps) {
    const text = await (await fetch(`${opsUrl}/metrics`)).text();
    for (const [, kind = '', count] of text.matchAll(/^redoubt_redis_command_errors_total\{kind="(\w+)"\} (\d+)$/gm)) {
      sums[kind] = (sums[kind] ?? 0) + Number(count);
    }
  }
  return sums;
}

/** What came between two readings: failures that a failover explains, and all others. */
export function failuresBetween(
  before: CommandFailures,
  after: CommandFailures,
): { ofFailover: number; others: CommandFailures } {
  let ofFailover = 0;
  const others: Record<string, number> = {};
  for (const [kind, count] of Object.entries(after)) {
    const grown = count - (before[kind] ?? 0);
    if (grown <= 0) continue;
    if (OF_FAILOVER.has(kind)) ofFailover += grown;
    else others[kind] = grown;
  }
  return { ofFailover, others };
}
