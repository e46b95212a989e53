import type { Alert } from '@redoubt/contracts';
import { alertRecordOf, numberedAlert } from '@redoubt/test-kit';
import { makeChannel } from '../../testing/make-channel.ts';
import { policyOf, type ChannelPolicy } from '../channel.ts';
import { addRecord, type AlertChange } from './add-record.ts';
import { decide, finishMessage, rearm, type Decision } from './decide.ts';
import { groupHashOf, groupKeyOf } from './group-key.ts';
import { MAX_FULL_ALERTS, MAX_GROUP_ALERTS, newGroup, type GroupState } from './group-state.ts';

const T0 = 1_700_000_000_000;
const policy: ChannelPolicy = {
  ...policyOf(makeChannel('webhook')),
  waitMs: 10_000,
  intervalMs: 300_000,
  repeatMs: 3_600_000,
};

function group(): GroupState {
  return newGroup({ channelId: 'c', groupHash: 'h', groupKey: 'ruleId=brute-force', groupBy: 'ruleId' }, T0);
}

/** Takes records in at a time. */
function add(state: GroupState, nowMs: number, ...records: AlertChange[]): void {
  for (const record of records) addRecord(state, record, policy, nowMs);
  rearm(state, policy, nowMs);
}

/** Decides and, if there is a message, notes its arrival. */
function wake(state: GroupState, nowMs: number, by = policy): Decision {
  const decision = decide(state, by, nowMs);
  if (decision.kind === 'send') {
    state.inFlight = decision.message;
    finishMessage(state, by, nowMs);
  }
  rearm(state, by, nowMs);
  return decision;
}

const told = (decision: Decision): string[] =>
  decision.kind === 'send' ? Object.keys(decision.message.standings).map((id) => String(Number(id.slice(-12)))) : [];

const later = (alert: Alert, changes: Partial<Alert>): Alert => ({ ...alert, version: alert.version + 1, ...changes });
const quiet = { isNotifiable: false } as const;

describe('a group', () => {
  it('waits for company before its first message, from the first alert on', () => {
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    add(state, T0 + 9_000, alertRecordOf(numberedAlert(2)));
    expect(state.dueAtMs).toBe(T0 + 10_000);
    expect(decide(state, policy, T0 + 9_999)).toEqual({ kind: 'wait', reason: 'pending', atMs: T0 + 10_000 });
    expect(told(wake(state, T0 + 10_000))).toEqual(['1', '2']);
  });

  it('sets its timer once however many alerts come', () => {
    const state = group();
    addRecord(state, alertRecordOf(numberedAlert(1)), policy, T0);
    expect(rearm(state, policy, T0)).toBe(true);
    const { timer } = state;
    for (let i = 2; i < 100; i++) addRecord(state, alertRecordOf(numberedAlert(i)), policy, T0 + i);
    expect(rearm(state, policy, T0 + 100)).toBe(false);
    expect(state.timer).toBe(timer);
  });

  it('keeps the interval between messages, and tells only what is new', () => {
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    wake(state, T0 + 10_000);
    add(state, T0 + 20_000, alertRecordOf(numberedAlert(2)));
    expect(state.dueAtMs).toBe(T0 + 310_000);
    expect(told(wake(state, T0 + 310_000))).toEqual(['2']);
    // After a long silence news waits only for company.
    add(state, T0 + 2_000_000, alertRecordOf(numberedAlert(3)));
    expect(state.dueAtMs).toBe(T0 + 2_010_000);
  });

  it('says nothing of a count that grew, and repeats what goes on firing', () => {
    const state = group();
    const alert = numberedAlert(1);
    add(state, T0, alertRecordOf(alert));
    wake(state, T0 + 10_000);
    add(state, T0 + 60_000, alertRecordOf(later(alert, { count: 900 }), { change: 'updated' }));
    expect(state.dueAtMs).toBe(T0 + 3_610_000);
    const repeat = wake(state, T0 + 3_610_000);
    expect(repeat).toMatchObject({ kind: 'send', message: { reason: 'repeat', alerts: [{ count: 900 }] } });
    expect(state.dueAtMs).toBe(T0 + 7_210_000);
  });

  it('never repeats when the channel does not want it, nor what was acknowledged or muted since', () => {
    const never = { ...policy, repeatMs: 0 };
    const one = group();
    add(one, T0, alertRecordOf(numberedAlert(1)));
    wake(one, T0 + 10_000, never);
    expect(decide(one, never, T0 + 10 ** 9)).toMatchObject({ kind: 'wait', reason: 'idle' });
    const muted = group();
    add(muted, T0, alertRecordOf(numberedAlert(1)));
    wake(muted, T0 + 10_000);
    const worse = { severity: 'critical', suppressedBy: numberedAlert(9).alertId } as const;
    add(muted, T0 + 20_000, alertRecordOf(later(numberedAlert(1), worse), quiet));
    expect(decide(muted, policy, T0 + 10 ** 9)).toMatchObject({ kind: 'wait', reason: 'idle' });
    for (const change of [{ status: 'acknowledged' }, { suppressedBy: numberedAlert(9).alertId }] as const) {
      const state = group();
      const alert = numberedAlert(1);
      add(state, T0, alertRecordOf(alert));
      wake(state, T0 + 10_000);
      add(state, T0 + 20_000, alertRecordOf(later(alert, change), quiet));
      expect(decide(state, policy, T0 + 10 ** 9)).toMatchObject({ kind: 'wait', reason: 'idle' });
    }
  });

  it('tells when an alert gets worse or comes back, and its end to those who want it', () => {
    const state = group();
    let alert = numberedAlert(1);
    const step = (nowMs: number, changes: Partial<Alert>): Decision => {
      alert = later(alert, changes);
      add(state, nowMs, alertRecordOf(alert, quiet));
      return wake(state, nowMs + 300_000);
    };
    add(state, T0, alertRecordOf(alert), alertRecordOf(numberedAlert(2)));
    wake(state, T0 + 10_000);
    expect(told(step(T0 + 400_000, { severity: 'critical' }))).toEqual(['1']);
    expect(step(T0 + 800_000, { severity: 'low' }).kind).toBe('wait');
    expect(told(step(T0 + 1_200_000, { status: 'resolved' }))).toEqual(['1']);
    expect(Object.keys(state.members)).toHaveLength(1);
    alert = later(alert, { status: 'firing' });
    add(state, T0 + 1_600_000, alertRecordOf(alert, { change: 'reopened' }));
    expect(told(wake(state, T0 + 1_900_000))).toEqual(['1']);
  });

  it('keeps the end to itself when the channel does not want it, and is forgotten', () => {
    const shy = { ...policy, isResolvedTold: false };
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    wake(state, T0 + 10_000, shy);
    addRecord(state, alertRecordOf(later(numberedAlert(1), { status: 'resolved' }), quiet), shy, T0 + 20_000);
    rearm(state, shy, T0 + 20_000);
    expect(state.dueAtMs).toBe(T0 + 310_000);
    expect(decide(state, shy, T0 + 310_000)).toEqual({ kind: 'forget' });
  });

  it('tells of an alert that ended before anybody was told, but not of one a person had in hand', () => {
    for (const [status, kind] of [
      ['resolved', 'send'],
      ['acknowledged', 'wait'],
      ['closed', 'wait'],
    ] as const) {
      const state = group();
      add(state, T0, alertRecordOf(numberedAlert(1)));
      add(state, T0 + 1_000, alertRecordOf(later(numberedAlert(1), { status }), quiet));
      expect(decide(state, policy, T0 + 10_000).kind).toBe(kind);
    }
  });

  it('tells acknowledgements only where they mean something', () => {
    const pager = { ...policy, isAcknowledgedTold: true };
    for (const [by, kind] of [
      [policy, 'wait'],
      [pager, 'send'],
    ] as const) {
      const state = group();
      add(state, T0, alertRecordOf(numberedAlert(1)));
      wake(state, T0 + 10_000, by);
      addRecord(state, alertRecordOf(later(numberedAlert(1), { status: 'acknowledged' }), quiet), by, T0 + 20_000);
      expect(decide(state, by, T0 + 400_000).kind).toBe(kind);
    }
  });

  it('takes each version once, whatever the order', () => {
    const state = group();
    const second = later(numberedAlert(1), { severity: 'critical' });
    add(state, T0, alertRecordOf(second));
    add(state, T0, alertRecordOf(numberedAlert(1)));
    expect(addRecord(state, alertRecordOf(second), policy, T0)).toBe(false);
    expect(state.members[second.alertId]).toMatchObject({ version: 2, severity: 'critical' });
  });

  it('follows only what the channel asked for', () => {
    const reject = (alert: Alert, by: Partial<ChannelPolicy>, changes = {}): void => {
      expect(addRecord(group(), alertRecordOf(alert, changes), { ...policy, ...by }, T0)).toBe(false);
    };
    reject(numberedAlert(1, { severity: 'medium' }), { minSeverity: 'high' });
    reject(numberedAlert(1), { ruleIds: ['other'] });
    reject(numberedAlert(1), { tags: ['other'] });
    reject(numberedAlert(1), {}, quiet);
    reject(numberedAlert(1, { suppressedBy: numberedAlert(2).alertId }), {});
    reject(numberedAlert(1, { status: 'resolved' }), {});
    expect(addRecord(group(), alertRecordOf(numberedAlert(1)), { ...policy, tags: ['attack.t1110'] }, T0)).toBe(true);
  });

  it('keeps a message as it was while it is under way; what comes meanwhile waits', () => {
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    const decision = decide(state, policy, T0 + 10_000);
    if (decision.kind !== 'send') throw new Error('no message');
    state.inFlight = decision.message;
    const { timer } = state;
    add(
      state,
      T0 + 11_000,
      alertRecordOf(numberedAlert(2)),
      alertRecordOf(later(numberedAlert(1), { severity: 'critical' })),
    );
    expect(state.timer).toBe(timer);
    expect(Object.keys(state.inFlight.standings)).toHaveLength(1);
    finishMessage(state, policy, T0 + 12_000);
    rearm(state, policy, T0 + 12_000);
    expect(state.timer).toBe(timer + 1);
    expect(told(wake(state, T0 + 312_000))).toEqual(['1', '2']);
  });

  it('keeps its timer while a message is under way, so that its next try is not lost', () => {
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    wake(state, T0 + 10_000);
    const repeat = decide(state, policy, T0 + 3_610_000);
    if (repeat.kind !== 'send') throw new Error('no message');
    state.inFlight = repeat.message;
    const { timer, dueAtMs } = state;
    add(state, T0 + 3_620_000, alertRecordOf(numberedAlert(2)));
    expect([state.timer, state.dueAtMs]).toEqual([timer, dueAtMs]);
  });

  it('decides the same, with the same id, every time it is asked', () => {
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    expect(decide(state, policy, T0 + 10_000)).toEqual(decide(structuredClone(state), policy, T0 + 10_000));
  });

  it('is bounded: full alerts, followed alerts, and the rest as a number', () => {
    const state = group();
    for (let i = 0; i < MAX_GROUP_ALERTS + 7; i++) addRecord(state, alertRecordOf(numberedAlert(i)), policy, T0 + i);
    rearm(state, policy, T0 + 5_000);
    const decision = wake(state, T0 + 10_000);
    if (decision.kind !== 'send') throw new Error('no message');
    expect(decision.message.alerts).toHaveLength(MAX_FULL_ALERTS);
    expect(decision.message.counts).toEqual({
      ...{ firing: MAX_GROUP_ALERTS + 7, acknowledged: 0, told: MAX_GROUP_ALERTS + 7, overflow: 7 },
    });
    // One that was only a name is shown in full when it has news.
    const far = numberedAlert(900);
    add(state, T0 + 20_000, alertRecordOf(later(far, { severity: 'critical' })));
    const next = wake(state, T0 + 400_000);
    expect(next).toMatchObject({ kind: 'send', message: { alerts: [{ alertId: far.alertId }] } });
    expect(Object.values(state.members).filter(({ alert }) => alert)).toHaveLength(MAX_FULL_ALERTS);
    // The overflow alone does not make a message of its own twice.
    expect(state.overflowPending).toBe(0);
    expect(JSON.stringify(state).length).toBeLessThan(600_000);
  });

  it('is brought to its end when the channel groups otherwise', () => {
    const state = group();
    add(state, T0, alertRecordOf(numberedAlert(1)));
    const other = { ...policy, groupBy: ['subject' as const] };
    expect(wake(state, T0 + 10_000, other).kind).toBe('send');
    expect(decide(state, other, T0 + 10_000)).toEqual({ kind: 'forget' });
  });
});

describe('group keys', () => {
  const alert = numberedAlert(1, { subject: { sourceIp: '203.0.113.7', user: 'root' } });
  it.each([
    [['ruleId'], 'ruleId=brute-force'],
    [['subject'], 'subject=sourceIp:203.0.113.7,user:root'],
    [['alertId'], `alertId=${alert.alertId}`],
    [['ruleId', 'subject'], 'ruleId=brute-force;subject=sourceIp:203.0.113.7,user:root'],
    [[], 'all'],
  ] as const)('by %p', (groupBy, key) => expect(groupKeyOf({ ...policy, groupBy }, alert)).toBe(key));

  it('differ by channel', () => expect(groupHashOf('a', 'all')).not.toBe(groupHashOf('b', 'all')));
});
