import type { EventFields } from '@redoubt/contracts';
import { detectionTimeMs } from '@redoubt/detection';
import {
  countedField,
  Correlator,
  RuleSet,
  toSigmaEvent,
  type CorrelationMatch,
  type CorrelationState,
  type Rule,
  type RulePack,
  type SigmaEvent,
} from '@redoubt/sigma';

/** An event as it was sent, and what it means. */
export interface RunEvent {
  eventId: string;
  value: unknown;
  fields: EventFields;
  acceptedAtMs: number;
}

/** A rule that an event matched or a correlation it completed. */
export interface RunMatch {
  rule: Rule;
  /** Of correlations. */
  correlation?: CorrelationMatch;
}

export interface RunOutcome {
  event: SigmaEvent;
  /** Detection time, epoch ms. */
  timeMs: number;
  /** Detections, each followed by the correlations it completes. */
  matches: RunMatch[];
}

export interface RunOptions {
  /** False: every rule looks at every event, whatever its log source. */
  isRouted?: boolean;
  /** Compiled from the pack already. */
  ruleSet?: RuleSet;
}

/** Runs all rules of a pack over events in turn, those that are off by default as well: index, then correlations. */
export class RuleRun {
  readonly #ruleSet: RuleSet;
  readonly #correlator: Correlator;
  readonly #windows: CorrelationState;
  readonly #isRouted: boolean;
  readonly #matched: number[] = [];

  constructor(pack: RulePack, { isRouted = true, ruleSet = RuleSet.fromPack(pack) }: RunOptions = {}) {
    this.#ruleSet = ruleSet;
    const byId = new Map(pack.rules.map((rule) => [rule.id, rule]));
    const correlations = pack.rules.filter((rule) => rule.kind === 'correlation');
    this.#correlator = new Correlator(correlations, (id) => byId.get(id));
    this.#windows = this.#correlator.newState();
    this.#isRouted = isRouted;
  }

  observe(sent: RunEvent): RunOutcome {
    const event = toSigmaEvent(sent.value, sent.fields);
    const timeMs = detectionTimeMs(sent);
    const count = this.#isRouted
      ? this.#ruleSet.match(event, this.#matched)
      : this.#ruleSet.matchUnrouted(event, this.#matched);
    const matches: RunMatch[] = [];
    for (const index of this.#matched.slice(0, count)) {
      const rule = this.#ruleSet.rule(index);
      matches.push({ rule }, ...this.#correlate(rule, { sent, event, timeMs }));
    }
    // What changed is of no interest here, and would be kept.
    this.#windows.takeDirty();
    return { event, timeMs, matches };
  }

  #correlate(rule: Rule, { sent, event, timeMs }: { sent: RunEvent; event: SigmaEvent; timeMs: number }): RunMatch[] {
    const found = this.#correlator.observe(this.#windows, {
      ruleId: rule.id,
      eventId: sent.eventId,
      timeMs,
      receivedAtMs: sent.acceptedAtMs,
      sourceKey: `${sent.fields.asset ?? ''} ${event.source.key}`,
      field: (name) => countedField(event, name),
    });
    return found.map((correlation) => ({ rule: correlation.rule, correlation }));
  }
}
