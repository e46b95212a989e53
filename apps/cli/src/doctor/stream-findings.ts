import type { Context } from '../command/context.ts';
import type { LagSum } from '../commands/lag-sums.ts';
import { DEFAULT_FLOW_LIMITS, readFlow } from '../health/flow-checks.ts';
import { formatDuration } from '../output/duration.ts';
import { counted } from '../output/number.ts';
import { finding, findingOf, type Finding, type FindingHead } from './finding.ts';

/** One line for each group that reads streams, and one for what was given up. */
export async function streamFindings(context: Context): Promise<Finding[]> {
  const { checks, groups } = await readFlow(context, DEFAULT_FLOW_LIMITS);
  const [lag, dead] = checks;
  // Without groups only the check as a whole says why.
  const perGroup = groups.map(groupFinding);
  const isLagSaid = perGroup.length > 0 && lag?.status !== 'not_measured';
  return [
    ...perGroup,
    ...(lag === undefined || isLagSaid ? [] : findingOf(lag, 'streams')),
    ...(dead === undefined ? [] : findingOf(dead, 'streams', 'warn')),
  ];
}

function groupFinding(sum: LagSum): Finding {
  const { group, lagEntries, pendingEntries, oldestPendingMs, missing, unknownLags } = sum;
  const head: FindingHead = {
    ...{ checkId: `streams.${group}`, area: 'streams', title: `Group ${group} keeps up` },
    fix: `is the service of ${group} up and not held back? redoubt lag --group ${group} --watch, then its log`,
  };
  if (missing > 0) {
    const fix = 'redoubt org show <org>, then redoubt org reconcile';
    return finding({ ...head, fix }, 'fail', `missing on ${counted(missing, 'stream')}`);
  }
  const oldest = oldestPendingMs === null ? '' : `, the oldest pending for ${formatDuration(oldestPendingMs)}`;
  const text = `${counted(lagEntries, 'entry', 'entries')} behind, ${pendingEntries} in hand${oldest}`;
  const isOld = oldestPendingMs !== null && oldestPendingMs > DEFAULT_FLOW_LIMITS.pendingMs;
  if (isOld || lagEntries > DEFAULT_FLOW_LIMITS.lagEntries) return finding(head, 'fail', text);
  if (unknownLags > 0) return finding(head, 'warn', `${text}; unknown on ${counted(unknownLags, 'stream')}`);
  return finding(head, 'ok', text);
}
