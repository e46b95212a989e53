import type { Alert, AlertRecord } from '@redoubt/contracts';
import { isWanted, type ChannelPolicy } from '../channel.ts';
import { MAX_FULL_ALERTS, MAX_GROUP_ALERTS, type GroupState, type Member } from './group-state.ts';
import { isEnded, pendingReason } from './pending.ts';

export type AlertChange = Extract<AlertRecord, { type: 'alert' }>;

/** Whether a record could be the first a channel hears of an alert. */
export function opensInChannel(record: AlertChange, policy: ChannelPolicy): boolean {
  return record.isNotifiable && !isMuted(record.alert) && isWanted(policy, record.alert);
}

/**
 * Takes a change of an alert into its group; changes the state in place.
 *
 * @returns false when it tells the group nothing new: an older version, or an alert it does not follow
 */
export function addRecord(state: GroupState, record: AlertChange, policy: ChannelPolicy, nowMs: number): boolean {
  const { alert } = record;
  const known = state.members[alert.alertId];
  if (known === undefined) {
    if (!opensInChannel(record, policy) || isEnded(alert)) return false;
    if (Object.keys(state.members).length >= MAX_GROUP_ALERTS) {
      state.overflowPending += 1;
      state.overflowSinceMs ??= nowMs;
      return true;
    }
    state.members[alert.alertId] = memberOf(state, alert, policy, nowMs, undefined);
    return true;
  }
  if (alert.version <= known.version) return false;
  state.members[alert.alertId] = memberOf(state, alert, policy, nowMs, known);
  return true;
}

function memberOf(
  state: GroupState,
  alert: Alert,
  policy: ChannelPolicy,
  nowMs: number,
  known: Member | undefined,
): Member {
  const { version, status, severity } = alert;
  const member: Member = {
    version,
    status,
    severity,
    ...(known?.told ? { told: known.told } : {}),
    ...(isMuted(alert) ? { isMuted: true } : {}),
  };
  const isPending = pendingReason(member, policy) !== undefined;
  if (isPending) member.pendingSinceMs = known?.pendingSinceMs ?? nowMs;
  if (known?.alert !== undefined || makeRoom(state, isPending)) member.alert = alert;
  return member;
}

/** Whether one more alert can be kept in full; for one that is to be told, another that was told gives way. */
function makeRoom(state: GroupState, isPending: boolean): boolean {
  const full = Object.values(state.members).filter((member) => member.alert !== undefined);
  if (full.length < MAX_FULL_ALERTS) return true;
  const done = isPending ? full.find((member) => member.pendingSinceMs === undefined) : undefined;
  if (done === undefined) return false;
  delete done.alert;
  return true;
}

function isMuted(alert: Alert): boolean {
  return alert.suppressedBy !== undefined || alert.inhibitedBy !== undefined;
}
