import {
  ANOMALY_RULES,
  SEVERITIES,
  severityRank,
  type AlertSubject,
  type AnomalyReason,
  type Detection,
  type EventScore,
  type ModelState,
  type Severity,
} from '@redoubt/contracts';
import {
  EVERYBODY,
  TICK_MS,
  threatScore,
  type OrgModel,
  type Reason,
  type Score,
  type ScoringEvent,
  type Silence,
} from '@redoubt/scoring';
import type { StreamEvent } from '@redoubt/stream';
import type { AlertBudget } from './alert-budget.ts';

const TEXT_LIMIT = 1_024;
/** An alert about an unusual event alone is no more than this, however unusual. */
const HIGHEST_ALONE: Severity = 'medium';
const MEDIUM_FROM = 95;

/** The score of an event as it is kept. */
export function eventScoreOf(event: StreamEvent, seen: ScoringEvent, score: Score): EventScore {
  const { sourceIp, user, asset, eventType, severity, timeMs } = seen;
  return {
    type: 'score',
    eventId: event.eventId,
    eventType: cut(eventType, 256),
    severity,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(user === undefined ? {} : { user }),
    ...(asset === undefined ? {} : { asset }),
    timeMs,
    acceptedAtMs: event.acceptedAtMs,
    anomalyScore: score.anomalyScore,
    threatScore: threatScore(score.anomalyScore, { severity }),
    confidence: score.confidence,
    tail: score.tail,
    isWarmingUp: score.isWarmingUp,
    reasons: reasonsOf(score.reasons),
  };
}

/** What an alert about the event would be about: the entities its reasons name, else all it has. */
export function subjectOf(seen: ScoringEvent, reasons: readonly Reason[]): AlertSubject {
  const named = new Set(reasons.flatMap(({ fields }) => Object.keys(fields)));
  if (named.has('network')) named.add('sourceIp');
  const all = { sourceIp: seen.sourceIp, user: seen.user, asset: seen.asset };
  const told = entriesOf(all).filter(([name]) => named.has(name));
  return Object.fromEntries(told.length > 0 ? told : entriesOf(all));
}

function entriesOf(subject: Record<string, string | undefined>): [string, string][] {
  return Object.entries(subject).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** The detection that an unusual event becomes. */
export function detectionOf(event: StreamEvent, seen: ScoringEvent, score: Score, subject: AlertSubject): Detection {
  const reasons = reasonsOf(score.reasons);
  const words = reasons.map(({ text }) => text).join('; ') || 'no single reason stands out';
  return {
    detectionId: event.eventId,
    ruleId: ANOMALY_RULES.event.id,
    ruleName: ANOMALY_RULES.event.name,
    severity: severityOf(score.anomalyScore, seen.severity),
    subject,
    timeMs: seen.timeMs,
    eventIds: [event.eventId],
    reason: cut(`Unusual ${seen.eventType}: ${words}`, TEXT_LIMIT),
    tags: [],
    anomalyScore: score.anomalyScore,
    anomalyReasons: reasons,
  };
}

/**
 * The detection of a usual sender that fell silent, resting on the event that showed how much time had passed, or of
 * everybody's silence, resting on the last event before it.
 */
export function silenceDetectionOf(
  { eventId }: Pick<StreamEvent, 'eventId'>,
  timeMs: number,
  silence: Silence,
): Detection {
  const isEverybody = silence.sender === EVERYBODY;
  return {
    detectionId: isEverybody ? `${eventId}-standstill` : eventId,
    ruleId: ANOMALY_RULES.silence.id,
    ruleName: ANOMALY_RULES.silence.name,
    severity: isEverybody ? 'medium' : 'low',
    subject: isEverybody ? {} : { asset: silence.sender },
    timeMs,
    eventIds: [eventId],
    reason: cut(silence.text, TEXT_LIMIT),
    tags: [],
  };
}

/** Unusual is not malicious: a detection says no more than medium, unless the event itself does. */
function severityOf(anomalyScore: number, ofEvent: Severity): Severity {
  const alone = anomalyScore >= MEDIUM_FROM ? HIGHEST_ALONE : 'low';
  const rank = Math.max(severityRank(alone), severityRank(ofEvent));
  return SEVERITIES[rank] as Severity;
}

/** How a model is doing, at `atMs`. */
export function modelStateOf(model: OrgModel, budget: AlertBudget, atMs: number): ModelState {
  const { config, startTick, tick, watchedTicks } = model;
  return {
    type: 'model',
    atMs,
    learnsSinceMs: Math.max(0, startTick) * TICK_MS,
    learnedUntilMs: Math.max(0, tick) * TICK_MS,
    isWarmingUp: model.isWarmingUp,
    warmUpEndsMs: (Math.max(0, tick) + Math.max(0, config.warmUpTicks - watchedTicks)) * TICK_MS,
    confidence: model.maturity,
    floodShare: model.floodShare,
    events: model.events,
    lateEvents: model.lateEvents,
    futureEvents: model.futureEvents,
    sizeClass: model.sizeClass,
    verdicts: model.feedback.state().count,
    eventsPerDay: budget.eventsPerDay(),
    detectionScore: budget.detectionScore(),
    budgetPerDay: budget.perDay,
    budgetLeft: budget.left,
  };
}

function reasonsOf(reasons: readonly Reason[]): AnomalyReason[] {
  return reasons.map(({ code, aspect, fields, share, text }) => ({
    code,
    aspect,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [cut(name, 128), cut(value, TEXT_LIMIT)])),
    share: Math.min(1, Math.max(0, share)),
    text: cut(text, TEXT_LIMIT),
  }));
}

function cut(text: string, length: number): string {
  return text.length > length ? text.slice(0, length) : text;
}
