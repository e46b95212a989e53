import {
  MAX_SAMPLE_EVENTS,
  severityRank,
  type Alert,
  type AlertChangeKind,
  type AlertSubject,
} from '@redoubt/contracts';
import { isHidden, isOpen, type AlertShelf } from './alert-shelf.ts';
import type { BookCore } from './book-core.ts';
import { fingerprintOf, subjectOf, uuidOf } from './fingerprint.ts';
import type { Grouping } from './grouping.ts';
import type { ByPerson, IncidentDesk } from './incident-desk.ts';
import { inhibitorOf } from './inhibitor.ts';
import { mitreOf } from './mitre.ts';
import type { AlertMatch } from './model/alert-match.ts';
import type { StoredAlert } from './model/stored.ts';
import { plainText, reasonOf, subjectPhrase } from './reason.ts';

/** Open episodes of one fingerprint: live traffic and replays of old logs beside it. */
export const MAX_EPISODES = 4;
const FIRST_SAMPLES = MAX_SAMPLE_EVENTS / 2;

/** The life of alerts: opening, folding, hiding, resolving, and what is said of it when. */
export class AlertDesk {
  private readonly core: BookCore;
  private readonly shelf: AlertShelf;
  private readonly grouping: Grouping;
  private readonly incidents: IncidentDesk;

  constructor(parts: { core: BookCore; shelf: AlertShelf; grouping: Grouping; incidents: IncidentDesk }) {
    this.core = parts.core;
    this.shelf = parts.shelf;
    this.grouping = parts.grouping;
    this.incidents = parts.incidents;
  }

  apply(match: AlertMatch): void {
    const subject = subjectOf(match);
    const fingerprint = fingerprintOf(match, subject);
    const open = this.nearest(this.shelf.openOf(fingerprint), match.timeMs);
    if (open) {
      this.fold(open, match);
      return;
    }
    const ended = this.shelf.endedOf(fingerprint).filter((held) => this.covers(held.alert, match.timeMs));
    const silent = ended.find((held) => this.staysSilent(held, match));
    if (silent) this.foldSilently(silent, match);
    else this.open(match, { subject, fingerprint, isContinued: ended.length > 0 });
  }

  /** Puts a record of the alert as it stands on the stream. */
  say(held: StoredAlert, change: AlertChangeKind, how: ByPerson & { isNotifiable: boolean }): void {
    const { alert, state } = held;
    const { nowMs } = this.core;
    const { isNotifiable, ...byPerson } = how;
    alert.version++;
    alert.reason = reasonOf({
      words: state.words,
      value: alert.windowSeconds === undefined ? alert.count : state.peak,
      subject: alert.subject,
      threshold: alert.threshold,
      windowSeconds: alert.windowSeconds,
    });
    state.saidAtMs = nowMs;
    state.isUnsaid = false;
    if (isNotifiable) state.notifiedAtMs = nowMs;
    this.core.journal.record({ type: 'alert', change, atMs: nowMs, isNotifiable, alert: { ...alert }, ...byPerson });
    this.core.journal.alerts.put(alert.alertId, held);
  }

  /** Ends an open alert, or brings an ended one back, and says so. */
  turn(
    held: StoredAlert,
    status: Alert['status'],
    change: AlertChangeKind,
    how: ByPerson & { isNotifiable: boolean },
  ): void {
    const { alert, state } = held;
    alert.status = status;
    state.seq = this.core.nextSeq();
    if (isOpen(alert)) {
      delete state.endedAtMs;
      state.touchedAtMs = this.core.nowMs;
      this.makeRoom(alert.fingerprint);
    } else state.endedAtMs = this.core.nowMs;
    alert.updatedAtMs = this.core.nowMs;
    this.shelf.place(held);
    this.say(held, change, how);
    this.schedule(held);
    for (let rested = this.shelf.restingCount; rested > this.core.settings.maxRestingAlerts; rested--)
      this.letGo(this.shelf.oldestResting() as StoredAlert);
  }

  /** A timer of the alert rang. */
  onDue(kind: 'say' | 'end', alertId: string): void {
    const held = this.shelf.get(alertId);
    if (!held) return;
    const { state, alert } = held;
    if (kind === 'say') {
      if (!state.isUnsaid) return;
      if (this.sayDueMs(held) <= this.core.nowMs) this.say(held, 'updated', { isNotifiable: false });
      else this.schedule(held);
    } else if (this.endDueMs(held) > this.core.nowMs) this.schedule(held);
    else if (isOpen(alert)) this.resolve(held);
    else this.letGo(held);
  }

  schedule(held: StoredAlert): void {
    this.core.due.add(`end:a:${held.alert.alertId}`, this.endDueMs(held));
    if (held.state.isUnsaid) this.core.due.add(`say:a:${held.alert.alertId}`, this.sayDueMs(held));
  }

  private open(match: AlertMatch, of: { subject: AlertSubject; fingerprint: string; isContinued: boolean }): void {
    const isFull = this.shelf.openCount >= this.core.settings.maxOpenAlerts;
    const held = this.create(match, { ...of, isContinued: of.isContinued || isFull });
    const { alert } = held;
    this.hide(held, match);
    if (isFull) {
      this.passOn(held);
      return;
    }
    this.makeRoom(alert.fingerprint);
    this.shelf.place(held);
    const grouped = isHidden(alert) ? [] : this.grouping.place(held);
    if (isHidden(alert)) this.grouping.score(alert);
    this.say(held, 'opened', { isNotifiable: !isHidden(alert) });
    this.schedule(held);
    this.sayGrouped(grouped);
  }

  /** An alert of its own for a match the book has no room for: said once, ended at once, held nowhere. */
  private passOn(held: StoredAlert): void {
    const { alert } = held;
    this.core.meta.oneShotAlerts++;
    alert.status = 'resolved';
    this.grouping.score(alert);
    this.say(held, 'opened', { isNotifiable: !isHidden(alert) });
    this.core.journal.alerts.forget(alert.alertId);
  }

  private create(
    match: AlertMatch,
    of: { subject: AlertSubject; fingerprint: string; isContinued: boolean },
  ): StoredAlert {
    const { rule } = match;
    const { nowMs } = this.core;
    // Rules are often named for where something comes from: the subject stands behind a colon, not behind a second `from`.
    const about = subjectPhrase(of.subject).replace(/^(from|for user|for|on) /, '');
    const alert: Alert = {
      alertId: this.freshId(of.fingerprint, match.eventId),
      orgId: this.core.orgId,
      ruleId: rule.id,
      ruleName: rule.name,
      ...(rule.author === undefined ? {} : { ruleAuthor: rule.author }),
      severity: match.severity,
      status: 'firing',
      title: about ? `${plainText(rule.name, 200)}: ${about}` : plainText(rule.name, 200),
      reason: '',
      fingerprint: of.fingerprint,
      subject: of.subject,
      count: Math.max(1, of.isContinued ? match.addedCount : match.count),
      firstSeenMs: of.isContinued ? match.timeMs : Math.min(match.timeMs, match.firstTimeMs ?? match.timeMs),
      lastSeenMs: match.timeMs,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      ...(match.threshold === undefined ? {} : { threshold: match.threshold }),
      ...(match.windowSeconds === undefined ? {} : { windowSeconds: match.windowSeconds }),
      tags: [...rule.tags],
      mitre: mitreOf(rule.tags),
      riskScore: 0,
      ...anomalyOf(match),
      sampleEventIds: match.eventIds.slice(-MAX_SAMPLE_EVENTS),
      version: 0,
    };
    const state: StoredAlert['state'] = {
      touchedAtMs: nowMs,
      saidAtMs: nowMs,
      isUnsaid: false,
      notifiedAtMs: 0,
      peak: match.value ?? match.count,
      words: match.reason ?? {},
      inhibitedBy: rule.inhibitedBy ?? [],
      seq: this.core.nextSeq(),
    };
    return { alert, state };
  }

  private freshId(fingerprint: string, eventId: string): string {
    for (let attempt = 0; ; attempt++) {
      const id = uuidOf([this.core.orgId, fingerprint, eventId, ...(attempt > 0 ? [String(attempt)] : [])]);
      if (!this.shelf.get(id)) return id;
    }
  }

  private fold(held: StoredAlert, match: AlertMatch): void {
    const { alert, state } = held;
    const wasHidden = isHidden(alert);
    const isRaised = severityRank(match.severity) > severityRank(alert.severity);
    this.count(held, match);
    if (isRaised) {
      alert.severity = match.severity;
      alert.status = 'firing';
    }
    this.hide(held, match);
    const isShown = !isHidden(alert);
    const isBack = wasHidden && isShown;
    const grouped = isShown && (isRaised || isBack) ? this.grouping.place(held) : [];
    if (isRaised && !isShown) this.grouping.score(alert);
    this.incidents.follow(alert);
    const isFiring = alert.status === 'firing';
    if (isRaised) this.say(held, 'severity_raised', { isNotifiable: isShown });
    else if (isBack) this.say(held, 'unsuppressed', { isNotifiable: isFiring });
    else if (!wasHidden && !isShown) this.say(held, 'suppressed', { isNotifiable: false });
    else if (isShown && isFiring && this.core.nowMs - state.notifiedAtMs >= this.core.settings.repeatIntervalMs)
      this.say(held, 'updated', { isNotifiable: true });
    else this.sayLater(held);
    this.sayGrouped(grouped);
  }

  /** An alert closed as no threat goes on counting, and nobody hears of it. */
  private foldSilently(held: StoredAlert, match: AlertMatch): void {
    this.count(held, match);
    this.sayLater(held);
  }

  private count({ alert, state }: StoredAlert, match: AlertMatch): void {
    const { nowMs } = this.core;
    alert.count += match.addedCount;
    alert.firstSeenMs = Math.min(alert.firstSeenMs, match.timeMs);
    alert.lastSeenMs = Math.max(alert.lastSeenMs, match.timeMs);
    alert.updatedAtMs = nowMs;
    alert.sampleEventIds = withSample(alert.sampleEventIds, match.eventId);
    if ((match.anomalyScore ?? -1) > (alert.anomalyScore ?? -1)) Object.assign(alert, anomalyOf(match));
    state.touchedAtMs = nowMs;
    state.peak = Math.max(state.peak, match.value ?? match.count);
    // A recovered alert has neither.
    if (Object.keys(state.words).length === 0 && match.reason) state.words = match.reason;
    if (state.inhibitedBy.length === 0 && match.rule.inhibitedBy) state.inhibitedBy = match.rule.inhibitedBy;
  }

  private hide({ alert, state }: StoredAlert, match: AlertMatch): void {
    const suppressedBy = this.core.suppressedBy(alert, match.receivedAtMs);
    const inhibitedBy = inhibitorOf(this.shelf, alert, state.inhibitedBy, this.core.settings.inhibitions);
    if (suppressedBy === undefined) delete alert.suppressedBy;
    else alert.suppressedBy = suppressedBy;
    if (inhibitedBy === undefined) delete alert.inhibitedBy;
    else alert.inhibitedBy = inhibitedBy;
  }

  private sayLater(held: StoredAlert): void {
    held.state.isUnsaid = true;
    if (this.sayDueMs(held) <= this.core.nowMs) {
      this.say(held, 'updated', { isNotifiable: false });
      return;
    }
    this.core.due.add(`say:a:${held.alert.alertId}`, this.sayDueMs(held));
    this.core.journal.alerts.put(held.alert.alertId, held);
  }

  private sayGrouped(grouped: readonly StoredAlert[]): void {
    for (const held of grouped) {
      held.alert.updatedAtMs = this.core.nowMs;
      this.say(held, 'grouped', { isNotifiable: false });
    }
  }

  private resolve(held: StoredAlert): void {
    this.turn(held, 'resolved', 'resolved', { isNotifiable: false });
  }

  /** Keeps a fingerprint at MAX_EPISODES: the one that lies furthest back in event time ends. */
  private makeRoom(fingerprint: string): void {
    const open = this.shelf.openOf(fingerprint);
    if (open.length < MAX_EPISODES) return;
    const [oldest] = [...open].sort(
      (left, right) => left.alert.lastSeenMs - right.alert.lastSeenMs || left.state.seq - right.state.seq,
    );
    this.core.meta.episodesCut++;
    this.resolve(oldest as StoredAlert);
  }

  private letGo(held: StoredAlert): void {
    const { alertId } = held.alert;
    this.shelf.remove(held);
    this.core.journal.alerts.remove(alertId);
    this.core.due.delete(`end:a:${alertId}`);
    this.core.due.delete(`say:a:${alertId}`);
  }

  private nearest(episodes: readonly StoredAlert[], timeMs: number): StoredAlert | undefined {
    let best: StoredAlert | undefined;
    for (const held of episodes) {
      if (!this.covers(held.alert, timeMs)) continue;
      if (!best || isNearer(held, best, timeMs)) best = held;
    }
    return best;
  }

  /** Event times less than a dedup window away from an episode belong to it. */
  private covers(alert: Alert, timeMs: number): boolean {
    return distance(alert, timeMs) < this.core.settings.dedupWindowMs;
  }

  private staysSilent({ alert, state }: StoredAlert, match: AlertMatch): boolean {
    const isNoThreat = alert.disposition === 'false_positive' || alert.disposition === 'benign';
    return (
      alert.status === 'closed' &&
      isNoThreat &&
      this.core.nowMs - (state.endedAtMs ?? 0) < this.core.settings.closedFoldMs &&
      severityRank(match.severity) <= severityRank(alert.severity)
    );
  }

  private sayDueMs({ state }: StoredAlert): number {
    return state.saidAtMs + this.core.settings.updateIntervalMs;
  }

  private endDueMs({ alert, state }: StoredAlert): number {
    const { dedupWindowMs, restMs } = this.core.settings;
    if (isOpen(alert)) return Math.max(alert.lastSeenMs, state.touchedAtMs) + dedupWindowMs;
    return (state.endedAtMs ?? state.touchedAtMs) + restMs;
  }
}

function anomalyOf({ anomalyScore, anomalyReasons }: AlertMatch): Pick<Alert, 'anomalyScore' | 'anomalyReasons'> {
  return {
    ...(anomalyScore === undefined ? {} : { anomalyScore }),
    ...(anomalyReasons === undefined ? {} : { anomalyReasons: [...anomalyReasons] }),
  };
}

function distance(alert: Alert, timeMs: number): number {
  return Math.max(0, alert.firstSeenMs - timeMs, timeMs - alert.lastSeenMs);
}

function isNearer(held: StoredAlert, than: StoredAlert, timeMs: number): boolean {
  const closer = distance(than.alert, timeMs) - distance(held.alert, timeMs);
  if (closer !== 0) return closer > 0;
  const later = held.alert.lastSeenMs - than.alert.lastSeenMs;
  return later !== 0 ? later > 0 : held.state.seq > than.state.seq;
}

/** The first ten stay; then the newest push out the one before them. */
function withSample(ids: string[], eventId: string): string[] {
  if (ids.at(-1) === eventId) return ids;
  if (ids.length < MAX_SAMPLE_EVENTS) return [...ids, eventId];
  return [...ids.slice(0, FIRST_SAMPLES), ...ids.slice(FIRST_SAMPLES + 1), eventId];
}
