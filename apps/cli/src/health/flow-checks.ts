import { toError } from '@redoubt/contracts';
import { readGroupStates } from '@redoubt/stream';
import type { Context } from '../command/context.ts';
import { sumLag, type LagSum } from '../commands/lag-sums.ts';
import { summarise } from '../dead-letters/summary.ts';
import { findOrgs } from '../orgs/org-directory.ts';
import { formatDuration } from '../output/duration.ts';
import { counted } from '../output/number.ts';
import { verdict, type CheckHead, type HealthCheck } from './check.ts';

export interface FlowLimits {
  /** Age of the oldest entry that a group was given and has not finished, ms. */
  pendingMs: number;
  /** Entries that wait for a group. */
  lagEntries: number;
}

export const DEFAULT_FLOW_LIMITS: FlowLimits = { pendingMs: 60_000, lagEntries: 10_000 };

/** What flows through the streams. */
export interface Flow {
  checks: HealthCheck[];
  groups: LagSum[];
  deadLetters: number | null;
}

const heads = {
  lag: {
    ...{ checkId: 'flow.lag', area: 'data_flow', title: 'Every group keeps up' },
    fix: 'redoubt lag, redoubt stream groups --org <org>; look at the log of the service that is behind',
  },
  dead: {
    ...{ checkId: 'flow.dead-letters', area: 'data_flow', title: 'Nothing was given up' },
    fix: 'redoubt dlq list; mend the cause, then redoubt dlq replay',
  },
} as const satisfies Record<string, CheckHead>;

/** Lag and dead letters of all organisations; what cannot be read is not measured. */
export async function readFlow(context: Context, limits: FlowLimits): Promise<Flow> {
  try {
    const redis = await context.redis();
    const { orgs, failure } = await findOrgs(redis, undefined);
    const { states, failures } = await readGroupStates(redis, orgs, ['s', 'p']);
    const groups = sumLag(states, context.clock.now());
    const unread = failure ?? failures[0]?.error;
    const lag = lagCheck(groups, unread, limits);
    const dead = await summarise(redis, orgs).then(
      (rows) => rows.reduce((sum, { count }) => sum + count, 0),
      (error: unknown) => toError(error),
    );
    const deadCheck =
      typeof dead !== 'number'
        ? verdict(heads.dead, 'not_measured', dead.message)
        : verdict(heads.dead, dead === 0 ? 'pass' : 'fail', dead === 0 ? 'none' : counted(dead, 'dead letter'));
    return { checks: [lag, deadCheck], groups, deadLetters: typeof dead === 'number' ? dead : null };
  } catch (error) {
    const why = toError(error).message;
    const checks = [heads.lag, heads.dead].map((head) => verdict(head, 'not_measured', why));
    return { checks, groups: [], deadLetters: null };
  }
}

function lagCheck(groups: readonly LagSum[], unread: Error | undefined, limits: FlowLimits): HealthCheck {
  const bad = groups.flatMap(({ group, lagEntries, oldestPendingMs, missing }) => {
    if (missing > 0) return [`${group} is missing on ${counted(missing, 'stream')}`];
    if (lagEntries > limits.lagEntries) return [`${group}: ${counted(lagEntries, 'entry', 'entries')} wait`];
    const isOld = oldestPendingMs !== null && oldestPendingMs > limits.pendingMs;
    return isOld ? [`${group}: the oldest is pending for ${formatDuration(oldestPendingMs)}`] : [];
  });
  if (bad.length > 0) return verdict(heads.lag, 'fail', bad.join('; '));
  if (unread) return verdict(heads.lag, 'not_measured', `not everything could be read: ${unread.message}`);
  const unknown = groups.filter(({ unknownLags }) => unknownLags > 0);
  if (unknown.length > 0) {
    const names = unknown.map(({ group }) => group).join(', ');
    return verdict(heads.lag, 'not_measured', `Redis cannot say the lag of ${names}`);
  }
  const waiting = groups.reduce((sum, { lagEntries, pendingEntries }) => sum + lagEntries + pendingEntries, 0);
  return verdict(
    heads.lag,
    'pass',
    `${counted(groups.length, 'group')}, ${counted(waiting, 'entry', 'entries')} on their way`,
  );
}
