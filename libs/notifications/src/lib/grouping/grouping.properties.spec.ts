import fc from 'fast-check';
import { ALERT_STATUSES, SEVERITIES, type Alert } from '@redoubt/contracts';
import { alertRecordOf, numberedAlert } from '@redoubt/test-kit';
import { makeChannel } from '../../testing/make-channel.ts';
import { policyOf, type ChannelPolicy } from '../channel.ts';
import { addRecord } from './add-record.ts';
import { decide, finishMessage, rearm } from './decide.ts';
import { newGroup, type GroupState, type InFlight } from './group-state.ts';
import { isEnded, pendingReason } from './pending.ts';

const T0 = 1_700_000_000_000;

/** What happens: an alert changes, time passes, or the next message is long under way. */
const stepArb = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      number: fc.integer({ min: 0, max: 4 }),
      status: fc.constantFrom(...ALERT_STATUSES),
      severity: fc.constantFrom(...SEVERITIES),
      isNotifiable: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      isMuted: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      isReplayed: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 700_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow' as const), ms: fc.integer({ min: 1, max: 900_000 }) }) },
);
type Step = typeof stepArb extends fc.Arbitrary<infer T> ? T : never;

const policyArb = fc.record({
  isResolvedTold: fc.boolean(),
  isAcknowledgedTold: fc.boolean(),
  repeatMs: fc.constantFrom(0, 400_000, 3_600_000),
  waitMs: fc.constantFrom(0, 10_000),
  intervalMs: fc.constantFrom(1_000, 300_000),
});

/** One group with a clock of its own, woken by its timers as the platform wakes it. */
class World {
  state: GroupState | undefined;
  nowMs = T0;
  readonly messages: { atMs: number; message: InFlight }[] = [];
  readonly #policy: ChannelPolicy;
  readonly #alerts = new Map<number, Alert>();
  #travelMs = 0;
  #arrivesAtMs = 0;

  constructor(policy: ChannelPolicy) {
    this.#policy = policy;
  }

  run(step: Step): void {
    if (step.kind === 'slow') this.#travelMs = step.ms;
    else if (step.kind === 'pass') this.passUntil(this.nowMs + step.ms);
    else this.#change(step);
  }

  #change(step: Extract<Step, { kind: 'change' }>): void {
    const { number, status, severity, isNotifiable, isMuted, isReplayed } = step;
    const before = this.#alerts.get(number) ?? numberedAlert(number, { version: 0 });
    const alert: Alert = { ...before, status, severity, version: before.version + 1 };
    if (isMuted) alert.suppressedBy = numberedAlert(99).alertId;
    else delete alert.suppressedBy;
    this.#alerts.set(number, alert);
    const head = { channelId: 'c', groupHash: 'h', groupKey: 'ruleId=rule-1', groupBy: 'ruleId' };
    const state = this.state ?? newGroup(head, this.nowMs);
    const record = alertRecordOf(alert, { isNotifiable });
    const isTaken = addRecord(state, record, this.#policy, this.nowMs);
    if (isReplayed) expect(addRecord(state, record, this.#policy, this.nowMs)).toBe(false);
    if (isTaken) this.state = state;
    if (this.state) rearm(this.state, this.#policy, this.nowMs);
  }

  passUntil(atMs: number): void {
    for (let wakes = 0; this.#nextAtMs() <= atMs; wakes++) {
      if (wakes > 5_000) throw new Error('it never rests');
      this.nowMs = Math.max(this.nowMs, this.#nextAtMs());
      this.#wake(this.state as GroupState);
    }
    this.nowMs = Math.max(this.nowMs, atMs);
  }

  #nextAtMs(): number {
    if (this.state === undefined) return Number.POSITIVE_INFINITY;
    return this.state.inFlight ? this.#arrivesAtMs : this.state.dueAtMs;
  }

  #wake(state: GroupState): void {
    const { timer } = state;
    if (state.inFlight === undefined && !this.#begin(state)) return;
    if (state.inFlight && this.#arrivesAtMs > this.nowMs) return;
    finishMessage(state, this.#policy, this.nowMs);
    expect(rearm(state, this.#policy, this.nowMs)).toBe(true);
    expect(state.timer).toBeGreaterThan(timer);
  }

  /** False when the group is no more. */
  #begin(state: GroupState): boolean {
    const decision = decide(state, this.#policy, this.nowMs);
    if (decision.kind === 'forget') this.state = undefined;
    if (decision.kind === 'send') {
      state.inFlight = decision.message;
      this.messages.push({ atMs: this.nowMs, message: structuredClone(decision.message) });
      this.#arrivesAtMs = this.nowMs + this.#travelMs;
      this.#travelMs = 0;
    }
    return decision.kind !== 'forget';
  }
}

/** Runs steps, and then time until everything there is to tell must have been told. */
function play(changes: Partial<ChannelPolicy>, steps: readonly Step[]): { world: World; policy: ChannelPolicy } {
  const policy = { ...policyOf(makeChannel('webhook')), ...changes, minSeverity: 'low' as const };
  const world = new World(policy);
  for (const step of steps) world.run(step);
  // One message may be under way and the next one slow; what comes after that is not.
  for (let i = 0; i < 3; i++) world.passUntil(world.nowMs + 900_000 + policy.waitMs + policy.intervalMs + 1);
  return { world, policy };
}

const property = (check: (played: ReturnType<typeof play>) => void): void =>
  fc.assert(
    fc.property(policyArb, fc.array(stepArb, { minLength: 10, maxLength: 60, size: 'max' }), (policy, steps) =>
      check(play(policy, steps)),
    ),
    { numRuns: 400 },
  );

describe('whatever happens to a group', () => {
  it('there is much to be seen here', () => {
    let messages = 0;
    property(({ world }) => void (messages += world.messages.length));
    expect(messages).toBeGreaterThan(1_000);
  });

  it('in the end nothing is left to tell', () =>
    property(({ world, policy }) => {
      const left = Object.values(world.state?.members ?? {}).filter((member) => pendingReason(member, policy));
      expect(left).toEqual([]);
    }));

  it('messages keep their distance, and each has an id of its own', () =>
    property(({ world, policy }) => {
      world.messages.forEach(({ atMs }, i) => {
        const before = world.messages[i - 1];
        // A group that was forgotten and came again has waited out the interval too.
        if (before) expect(atMs - before.atMs).toBeGreaterThanOrEqual(policy.intervalMs);
      });
      const ids = world.messages.map(({ message }) => message.messageId);
      expect(new Set(ids).size).toBe(ids.length);
    }));

  it('nothing is told twice but what is repeated on purpose', () =>
    property(({ world }) => {
      const last = new Map<string, number>();
      for (const { message } of world.messages) {
        for (const [alertId, { version }] of Object.entries(message.standings)) {
          if (message.reason !== 'repeat') expect(version).toBeGreaterThan(last.get(alertId) ?? 0);
          else expect(version).toBeGreaterThanOrEqual(last.get(alertId) ?? 0);
          last.set(alertId, version);
        }
      }
    }));

  it('every message is about something, and ends are told only of what was told', () =>
    property(({ world, policy }) => {
      const open = new Set<string>();
      for (const { message } of world.messages) {
        expect(Object.keys(message.standings).length).toBeGreaterThan(0);
        expect(message.alerts.length).toBeGreaterThan(0);
        for (const [alertId, standing] of Object.entries(message.standings)) {
          if (!isEnded(standing)) open.add(alertId);
          else if (message.reason === 'changed') {
            expect(open.has(alertId)).toBe(true);
            expect(policy.isResolvedTold).toBe(true);
          }
        }
      }
    }));
});
