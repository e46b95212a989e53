import { AlertBook } from '@redoubt/alerting';
import type { Alert } from '@redoubt/contracts';
import type { CorrelationState } from '@redoubt/sigma';
import type { DetectableEvent } from './detectable-event.ts';
import { evaluateEvent } from './evaluate-event.ts';
import type { OrgRules } from './org-rules.ts';

/** What a run of rules over past events came to. */
export interface BacktestResult {
  events: number;
  /** Matches of rules that alert, before deduplication. */
  matches: number;
  /** Oldest first. */
  alerts: Alert[];
  /** Events whose evaluation failed, at most 100 of them. */
  failures: { eventId: string; error: string }[];
}

const MOST_FAILURES = 100;

/**
 * Runs an organisation's rules over events of the past, as alert-engine does over those of now: the same evaluation,
 * windows and alert book, in memory. Events come in the order in which they were accepted. Windows and episodes that
 * began before the first event are not known to it.
 */
export class Backtest {
  readonly #rules: OrgRules;
  readonly #windows: CorrelationState;
  readonly #book: AlertBook;
  readonly #alerts = new Map<string, Alert>();
  readonly #failures: BacktestResult['failures'] = [];
  #events = 0;
  #matches = 0;

  constructor(orgId: string, rules: OrgRules) {
    this.#rules = rules;
    this.#windows = rules.correlator.newState();
    this.#book = new AlertBook({ orgId, settings: rules.alertSettings });
  }

  /** Alerts so far, so that whoever runs it can stop in time. */
  get alertCount(): number {
    return this.#alerts.size;
  }

  take(event: DetectableEvent): void {
    this.#events += 1;
    this.#book.tick(event.acceptedAtMs);
    try {
      for (const match of evaluateEvent(this.#rules, this.#windows, event)) {
        this.#matches += 1;
        this.#book.applyMatch(match);
      }
    } catch (error) {
      if (this.#failures.length < MOST_FAILURES) {
        this.#failures.push({ eventId: event.eventId, error: (error as Error).message });
      }
    }
    this.#collect();
  }

  finish(): BacktestResult {
    this.#collect();
    const alerts = [...this.#alerts.values()].sort((a, b) => a.firstSeenMs - b.firstSeenMs);
    return { events: this.#events, matches: this.#matches, alerts, failures: this.#failures };
  }

  /** Changes are taken at once: what the book has to say later would only repeat them. */
  #collect(): void {
    this.#windows.takeDirty();
    for (const { alert } of this.#book.takeChanges().alerts) this.#alerts.set(alert.alertId, alert);
  }
}
