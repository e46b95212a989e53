import { FUTURE_TOLERANCE_MS } from '@redoubt/contracts';
import type { CorrelationRule, RuleHead } from '../model/rule.ts';
import { type CorrelationRefusal, runnableCorrelations } from './correlation-graph.ts';
import { CorrelationGroup } from './correlation-group.ts';
import { type CorrelationPlan, isTemporal, planOf } from './correlation-plan.ts';
import { CorrelationState, mapKeyOf } from './correlation-state.ts';
import {
  type CorrelationHit,
  type CorrelationLimits,
  type CorrelationMatch,
  type CorrelatorOptions,
  DEFAULT_CORRELATION_LIMITS,
  MAX_MATCH_EVENTS,
} from './correlation-types.ts';
import { groupKeyOf, textOf } from './group-key.ts';
import type { WindowAggregate } from './window-aggregate.ts';
import type { WindowEntry } from './window-entry.ts';

/** Longest text of a counted value; a longer one ends in a digest. */
const MAX_VALUE_TEXT = 64;
/** Event times beyond this are taken as this: checkpoints hold 52 bits. */
const MAX_TIME_MS = 4e15;

/**
 * Evaluates correlation rules over what other rules matched, in event-time windows. The window at a time t holds the
 * events in (t - timespan, t]. One instance serves any number of organisations: their windows are in CorrelationState.
 * Pure: no clock, no randomness.
 */
export class Correlator {
  /** Rules that are not run: in a circle, too deep, or without a timespan. */
  readonly refused: readonly CorrelationRefusal[];
  readonly limits: CorrelationLimits;
  readonly #plans: Map<string, CorrelationPlan>;
  /** Rule id → correlations that count its matches. */
  readonly #above = new Map<string, CorrelationPlan[]>();

  /**
   * @param rules  correlations of all packs of an organisation, overrides applied
   * @param heads  finds a rule of any kind by id; rules that a correlation names and nobody has are left unmatched
   */
  constructor(
    rules: readonly CorrelationRule[],
    heads: (id: string) => RuleHead | undefined,
    options: CorrelatorOptions = {},
  ) {
    const { runnable, refused } = runnableCorrelations(rules);
    this.refused = refused;
    this.limits = { ...DEFAULT_CORRELATION_LIMITS, ...options.limits };
    this.#plans = new Map(runnable.map((rule) => [rule.id, planOf(rule, options)]));
    for (const plan of this.#plans.values()) {
      for (const id of new Set(plan.rule.rules)) {
        if (heads(id) === undefined && !this.#plans.has(id)) continue;
        const known = this.#above.get(id);
        if (known === undefined) this.#above.set(id, [plan]);
        else known.push(plan);
      }
    }
  }

  newState(): CorrelationState {
    return new CorrelationState(this.limits);
  }

  /** Whether any correlation counts the rule's matches. */
  isCounted(ruleId: string): boolean {
    return this.#above.has(ruleId);
  }

  /**
   * Counts one match. Call it for all matches of an event before those of the next one.
   *
   * @returns matches of correlations, each before those above it
   */
  observe(state: CorrelationState, hit: CorrelationHit): CorrelationMatch[] {
    const matches: CorrelationMatch[] = [];
    if (!this.#above.has(hit.ruleId)) return matches;
    const timeMs = detectionTimeMs(hit);
    state.useRules(this.#plans);
    state.observeSource(hit.sourceKey, timeMs, Math.trunc(hit.receivedAtMs));
    this.#observe(state, timeMs === hit.timeMs ? hit : withTime(hit, timeMs), matches);
    return matches;
  }

  /**
   * Drops groups that can matter no more of rules that nothing matches any longer; for quiet times, since groups of rules
   * that do match are dropped on the way.
   */
  purge(state: CorrelationState, limitPerRule: number): void {
    state.useRules(this.#plans);
    for (const plan of this.#plans.values()) state.purge(plan, limitPerRule);
  }

  #observe(state: CorrelationState, hit: CorrelationHit, matches: CorrelationMatch[]): void {
    for (const plan of this.#above.get(hit.ruleId) ?? []) {
      const match = this.#count(state, plan, hit);
      if (match === undefined) continue;
      matches.push(match);
      if (this.#above.has(plan.rule.id)) this.#observe(state, hitOf(match, hit), matches);
    }
  }

  #count(state: CorrelationState, plan: CorrelationPlan, hit: CorrelationHit): CorrelationMatch | undefined {
    const values = groupValues(plan, hit);
    if (values === undefined) return void state.counters.hitsWithoutGroup++;
    const entry = entryOf(plan, hit);
    if (entry === undefined) return void state.counters.hitsWithoutValue++;
    const { id: ruleId, groupBy } = plan.rule;
    const groupKey = groupKeyOf(groupBy, values);
    const group = state.touch(
      mapKeyOf(ruleId, groupKey),
      () => new CorrelationGroup(ruleId, groupKey, values, plan.shape),
    );
    const before = group.entries.length;
    const clock = state.clock;
    group.prepare(plan, clock);
    // Another match of the event counted last: a step of its own where rules are told apart, but no further event.
    const isRepeated = group.lastEventId === entry.eventId;
    if (isRepeated) entry.weight = entry.fresh = 0;
    const match = isRepeated && !isTemporal(plan.rule) ? undefined : evaluate(state, group, plan, entry);
    state.counters.entriesDropped += group.compress(plan, clock);
    state.settle(group, before);
    state.purge(plan);
    return match;
  }
}

/** The hit's time, or its accept time when it lies further ahead of that than clocks may differ. */
function detectionTimeMs({ timeMs, receivedAtMs }: CorrelationHit): number {
  const time = timeMs > receivedAtMs + FUTURE_TOLERANCE_MS ? receivedAtMs : timeMs;
  return Math.max(-MAX_TIME_MS, Math.min(MAX_TIME_MS, Math.trunc(time)));
}

/** Finds the earliest window with the new entry for which the conditions hold. */
function evaluate(
  state: CorrelationState,
  group: CorrelationGroup,
  plan: CorrelationPlan,
  entry: WindowEntry,
): CorrelationMatch | undefined {
  const window = group.insert(entry, plan);
  if (window === undefined) return undefined;
  const { entries } = group;
  const newestMs = (entries.at(-1) as WindowEntry).timeMs;
  let endMs = entry.timeMs;
  for (let visits = 0; ; visits += window.visits) {
    const value = window.value(entries, endMs === newestMs);
    if (plan.holds(value)) return matchOf(group, plan, window, entry, endMs, value);
    const next = entries[window.high];
    if (next === undefined || next.timeMs >= entry.timeMs + plan.spanMs) return undefined;
    if (visits > state.limits.maxVisits) return void state.counters.evaluationsCut++;
    endMs = next.timeMs;
    window.slideTo(entries, endMs);
  }
}

function matchOf(
  group: CorrelationGroup,
  plan: CorrelationPlan,
  window: WindowAggregate,
  entry: WindowEntry,
  timeMs: number,
  value: number,
): CorrelationMatch | undefined {
  const { lastMatchMs } = group;
  if (lastMatchMs !== undefined && Math.abs(timeMs - lastMatchMs) < plan.suppressMs) return undefined;
  group.lastMatchMs = plan.suppressMs > 0 ? timeMs : undefined;
  const { low, high } = window;
  const isNewest = high === group.entries.length;
  const match: CorrelationMatch = {
    rule: plan.rule,
    groupKey: group.groupKey,
    group: Object.fromEntries(plan.rule.groupBy.map((name, index) => [name, group.values[index] as string])),
    timeMs,
    firstTimeMs: (group.entries[low] as WindowEntry).timeMs,
    eventIds: newestIds(group.entries, low, high),
    count: isNewest ? window.weightOf(group.entries) : eventsOf(group.entries, low, high),
    addedCount: group.countFresh(low, high),
    newEventId: entry.eventId,
    value,
  };
  if (plan.isReset) group.removeWindow(low, high);
  return match;
}

function newestIds(entries: readonly WindowEntry[], low: number, high: number): string[] {
  const ids = new Set<string>();
  for (let index = high - 1; index >= low && ids.size < MAX_MATCH_EVENTS; index--) {
    ids.add((entries[index] as WindowEntry).eventId);
  }
  return [...ids].reverse();
}

/** Entries that stand for events of their own: weights may tell of events after the window's end. */
function eventsOf(entries: readonly WindowEntry[], low: number, high: number): number {
  let count = 0;
  for (let index = low; index < high; index++) if ((entries[index] as WindowEntry).weight > 0) count++;
  return count;
}

function groupValues(plan: CorrelationPlan, hit: CorrelationHit): string[] | undefined {
  const values: string[] = [];
  for (const name of plan.groupFields.get(hit.ruleId) as readonly string[]) {
    const text = textOf(hit.field(name));
    if (text === undefined) return undefined;
    values.push(text);
  }
  return values;
}

function entryOf(plan: CorrelationPlan, hit: CorrelationHit): WindowEntry | undefined {
  const position = isTemporal(plan.rule) ? ((plan.positions.get(hit.ruleId) as readonly number[])[0] as number) : 0;
  const value = isTemporal(plan.rule) ? position : valueOf(plan, hit);
  if (value === undefined && plan.kind !== 'count') return undefined;
  return { timeMs: hit.timeMs, eventId: hit.eventId, position, value, weight: 1, fresh: 1 };
}

function valueOf(plan: CorrelationPlan, hit: CorrelationHit): string | number | undefined {
  const [first] = plan.valueFields;
  if (first === undefined) return undefined;
  if (plan.kind !== 'distinct') return numberOf(hit.field(first));
  if (plan.valueFields.length === 1) return textOf(hit.field(first), MAX_VALUE_TEXT);
  const texts = plan.valueFields.map((name) => textOf(hit.field(name), MAX_VALUE_TEXT));
  return texts.includes(undefined) ? undefined : textOf(JSON.stringify(texts), MAX_VALUE_TEXT);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A correlation's match as those above it see it: its fields are what it groups by. */
function hitOf(match: CorrelationMatch, hit: CorrelationHit): CorrelationHit {
  const { group } = match;
  return {
    ruleId: match.rule.id,
    eventId: match.newEventId,
    timeMs: match.timeMs,
    receivedAtMs: hit.receivedAtMs,
    sourceKey: hit.sourceKey,
    field: (name) => (Object.hasOwn(group, name) ? group[name] : undefined),
  };
}

function withTime(hit: CorrelationHit, timeMs: number): CorrelationHit {
  const { ruleId, eventId, receivedAtMs, sourceKey } = hit;
  return { ruleId, eventId, timeMs, receivedAtMs, sourceKey, field: (name) => hit.field(name) };
}
