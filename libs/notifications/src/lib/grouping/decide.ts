import type { Alert } from '@redoubt/contracts';
import type { ChannelPolicy } from '../channel.ts';
import type { GroupState, InFlight, Member, Standing } from './group-state.ts';
import { isEnded, pendingReason } from './pending.ts';
import { isRepeated, planDue } from './plan-due.ts';

/** What is to be done about a group now. */
export type Decision =
  | { kind: 'send'; message: InFlight }
  | { kind: 'forget' }
  | { kind: 'wait'; reason: 'pending' | 'repeat' | 'end' | 'idle'; atMs: number };

/** Decides by state and time alone; the same question gets the same answer at every try. */
export function decide(state: GroupState, policy: ChannelPolicy, nowMs: number): Decision {
  const due = planDue(state, policy, nowMs);
  if (due.atMs > nowMs || due.reason === 'idle') return { kind: 'wait', reason: due.reason, atMs: due.atMs };
  if (due.reason === 'end') return { kind: 'forget' };
  return { kind: 'send', message: beginMessage(state, policy, nowMs, due.reason) };
}

function beginMessage(state: GroupState, policy: ChannelPolicy, nowMs: number, due: 'pending' | 'repeat'): InFlight {
  const members = Object.entries(state.members);
  const told = members.filter(([, member]) =>
    due === 'repeat' ? isRepeated(member) : pendingReason(member, policy) !== undefined,
  );
  const hasNew = told.some(([, member]) => member.told === undefined) || state.overflowPending > 0;
  return {
    messageId: `msg_${state.groupHash}_${state.timer}`,
    reason: due === 'repeat' ? 'repeat' : hasNew ? 'new' : 'changed',
    startedAtMs: nowMs,
    attempts: 0,
    standings: Object.fromEntries(told.map(([alertId, member]) => [alertId, standingOf(member)])),
    alerts: shownAlerts(told, members),
    counts: {
      firing: countOf(members, 'firing') + overflow(state),
      acknowledged: countOf(members, 'acknowledged'),
      told: told.length + state.overflowPending,
      overflow: overflow(state),
    },
  };
}

type Entry = [string, Member];

/** Alerts of the message that are kept in full, or one that stands for them. */
function shownAlerts(told: readonly Entry[], all: readonly Entry[]): Alert[] {
  const full = (entries: readonly Entry[]): Alert[] =>
    entries.flatMap(([, member]) => (member.alert ? [member.alert] : []));
  const shown = full(told);
  return shown.length > 0 ? shown : full(all).slice(0, 1);
}

function standingOf({ version, status, severity }: Member): Standing {
  return { version, status, severity };
}

function countOf(members: readonly Entry[], status: Member['status']): number {
  return members.filter(([, member]) => member.status === status).length;
}

/** Notes that the message in flight has arrived or was given up; changes the state in place. */
export function finishMessage(state: GroupState, policy: ChannelPolicy, nowMs: number): void {
  const { inFlight } = state;
  if (inFlight === undefined) return;
  delete state.inFlight;
  state.lastSentAtMs = nowMs;
  state.overflowTold += state.overflowPending;
  state.overflowPending = 0;
  delete state.overflowSinceMs;
  for (const [alertId, told] of Object.entries(inFlight.standings)) {
    const member = state.members[alertId];
    if (member === undefined) continue;
    member.told = told;
    delete member.pendingSinceMs;
    // It may have moved on while the message was under way.
    if (pendingReason(member, policy) !== undefined) member.pendingSinceMs = nowMs;
  }
  dropEnded(state, policy);
}

/** Forgets alerts that ended and about which nothing is left to tell. */
function dropEnded(state: GroupState, policy: ChannelPolicy): void {
  for (const [alertId, member] of Object.entries(state.members)) {
    if (isEnded(member) && pendingReason(member, policy) === undefined) delete state.members[alertId];
  }
  if (Object.keys(state.members).length === 0) state.overflowTold = 0;
}

function overflow(state: GroupState): number {
  return state.overflowPending + state.overflowTold;
}

/** Sets the next timer if the group is to be woken at another time than planned; true when it did. */
export function rearm(state: GroupState, policy: ChannelPolicy, nowMs: number): boolean {
  // A message under way holds the present timer; its end sets the next.
  if (state.inFlight !== undefined) return false;
  const { atMs, reason } = planDue(state, policy, nowMs);
  const isSame = state.dueAtMs === atMs || (reason === 'idle' && state.dueAtMs > nowMs);
  if (isSame) return false;
  state.timer += 1;
  state.dueAtMs = atMs;
  return true;
}
