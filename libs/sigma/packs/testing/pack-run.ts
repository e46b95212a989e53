import { decodeEvent, type EventFields } from '@redoubt/contracts';
import { evaluateRule } from '../../src/lib/evaluate/evaluate-rule.ts';
import { toSigmaEvent } from '../../src/lib/log-source/to-sigma-event.ts';
import type { CorrelationRule, DetectionRule, RuleHead, RulePack } from '../../src/lib/model/rule.ts';
import { matchesLogSource } from '../../src/lib/rule-set/log-source.ts';
import type { CorrelationState } from '../../src/lib/correlation/correlation-state.ts';
import type { CorrelationHit } from '../../src/lib/correlation/correlation-types.ts';
import { countedField } from '../../src/lib/correlation/counted-field.ts';
import { Correlator } from '../../src/lib/correlation/correlator.ts';

/** What a rule matched: for detections the event's own fields are its group. */
export interface PackMatch {
  rule: RuleHead;
  group: Record<string, string>;
  timeMs: number;
  count: number;
  addedCount: number;
}

/** Runs the generating rules of a pack over events, as alert-engine does, by the naive evaluator. */
export class PackRun {
  readonly #detections: DetectionRule[];
  readonly #correlator: Correlator;
  readonly #state: CorrelationState;
  #events = 0;

  constructor(pack: RulePack, { isEnabled = (rule: RuleHead) => rule.isEnabledByDefault !== false } = {}) {
    const rules = pack.rules.filter(isEnabled);
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    this.#detections = rules.filter((rule) => rule.kind === 'detection');
    const correlations = rules.filter((rule): rule is CorrelationRule => rule.kind === 'correlation');
    this.#correlator = new Correlator(correlations, (id) => byId.get(id));
    this.#state = this.#correlator.newState();
  }

  /** @param value  an event as a sender sends it, JSON. @throws Error when the platform would refuse it */
  observe(value: unknown, receivedAtMs: number): PackMatch[] {
    const decoded = decodeEvent(value);
    if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
    const { fields } = decoded;
    const event = toSigmaEvent(value, fields);
    const eventId = `s-${receivedAtMs}-0-${this.#events++}`;
    const timeMs = fields.eventTimeMs ?? receivedAtMs;
    const sourceKey = fields.asset ?? '';
    const field = (name: string) => countedField(event, name);
    const hit = { eventId, timeMs, receivedAtMs, sourceKey, field };
    return this.#detections
      .filter((rule) => matchesLogSource(rule.logSource, event.source) && evaluateRule(rule, event))
      .flatMap((rule) => [...detected(rule, fields, timeMs), ...this.#correlated(rule, hit)]);
  }

  #correlated(rule: DetectionRule, hit: Omit<CorrelationHit, 'ruleId'>): PackMatch[] {
    const matches = this.#correlator.observe(this.#state, { ...hit, ruleId: rule.id });
    return matches
      .filter((match) => match.rule.isGenerating)
      .map(({ rule, group, timeMs, count, addedCount }) => ({ rule, group, timeMs, count, addedCount }));
  }
}

function detected(rule: DetectionRule, fields: EventFields, timeMs: number): PackMatch[] {
  if (!rule.isGenerating) return [];
  const subject = (rule.subject ?? []).map((name) => [name, fields[name] ?? '']);
  return [{ rule, group: Object.fromEntries(subject), timeMs, count: 1, addedCount: 1 }];
}
