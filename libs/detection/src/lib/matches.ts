import type { AlertMatch, MatchedRule } from '@redoubt/alerting';
import type { AlertSubject, Detection, Severity } from '@redoubt/contracts';
import type { CorrelationMatch, CorrelationRule, RuleHead } from '@redoubt/sigma';
import type { DetectableEvent } from './detectable-event.ts';

/** Fields of a correlation's group that are subjects of alerts by themselves, under the names rules use. */
const SUBJECT_OF_FIELD: Readonly<Record<string, 'sourceIp' | 'user' | 'asset'>> = {
  sourceIp: 'sourceIp',
  user: 'user',
  asset: 'asset',
  SourceIp: 'sourceIp',
  IpAddress: 'sourceIp',
  'c-ip': 'sourceIp',
  User: 'user',
  TargetUserName: 'user',
  Computer: 'asset',
  ComputerName: 'asset',
};

function ruleOf(rule: RuleHead): MatchedRule {
  return {
    id: rule.id,
    name: rule.title,
    ...(rule.author === undefined ? {} : { author: rule.author }),
    tags: rule.tags,
    ...(rule.subject === undefined ? {} : { subject: rule.subject }),
    ...(rule.inhibitedBy === undefined ? {} : { inhibitedBy: rule.inhibitedBy }),
  };
}

function subjectOf({ sourceIp, user, asset }: DetectableEvent['fields']): AlertSubject {
  return {
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(user === undefined ? {} : { user }),
    ...(asset === undefined ? {} : { asset }),
  };
}

/** A rule that matched one event. */
export function matchOfEvent(rule: RuleHead, severity: Severity, event: DetectableEvent, timeMs: number): AlertMatch {
  return {
    rule: ruleOf(rule),
    severity,
    subject: subjectOf(event.fields),
    timeMs,
    receivedAtMs: event.acceptedAtMs,
    eventId: event.eventId,
    eventIds: [event.eventId],
    count: 1,
    addedCount: 1,
    ...(rule.noun === undefined ? {} : { reason: { noun: rule.noun } }),
  };
}

/** A correlation that matched: it is about its group. */
export function matchOfCorrelation(match: CorrelationMatch, severity: Severity, receivedAtMs: number): AlertMatch {
  const { rule } = match;
  const [condition] = rule.conditions;
  const measure = measureOf(rule);
  return {
    rule: ruleOf(rule),
    severity,
    subject: subjectOfGroup(match.group),
    groupKey: match.groupKey,
    timeMs: match.timeMs,
    firstTimeMs: match.firstTimeMs,
    receivedAtMs,
    eventId: match.newEventId,
    eventIds: match.eventIds,
    count: match.count,
    addedCount: match.addedCount,
    value: match.value,
    ...(condition === undefined ? {} : { threshold: condition.value }),
    windowSeconds: rule.timespanMs / 1_000,
    reason: {
      ...(rule.noun === undefined ? {} : { noun: rule.noun }),
      ...(measure === undefined ? {} : { measure }),
      ...(condition === undefined ? {} : { comparison: condition.op }),
    },
  };
}

function subjectOfGroup(group: Readonly<Record<string, string>>): AlertSubject {
  const subject: AlertSubject = {};
  const others: string[] = [];
  for (const [field, value] of Object.entries(group)) {
    const name = Object.hasOwn(SUBJECT_OF_FIELD, field) ? SUBJECT_OF_FIELD[field] : undefined;
    if (name !== undefined && subject[name] === undefined) subject[name] = value;
    else others.push(`${field}=${value}`);
  }
  return others.length === 0 ? subject : { ...subject, group: others.join(',') };
}

/** What the value of a correlation is, where it is no count of events. */
function measureOf({ type, fields, percentile }: CorrelationRule): string | undefined {
  const names = fields.join(' and ');
  switch (type) {
    case 'value_count':
      return `distinct values of ${names}`;
    case 'value_sum':
      return `sum of ${names}`;
    case 'value_avg':
      return `average of ${names}`;
    case 'value_percentile':
      return `percentile ${percentile ?? 50} of ${names}`;
    default:
      return undefined;
  }
}

/** A detection of another service, as it came. */
export function matchOfDetection(detection: Detection, acceptedAtMs: number): AlertMatch {
  const { ruleId, ruleName, tags, severity, subject, timeMs, eventIds, reason } = detection;
  const { anomalyScore, anomalyReasons, groupKey, listed, count = eventIds.length } = detection;
  return {
    rule: { id: ruleId, name: ruleName, tags },
    severity,
    subject,
    timeMs: Math.min(timeMs, acceptedAtMs),
    receivedAtMs: acceptedAtMs,
    eventId: detection.detectionId,
    eventIds,
    count,
    addedCount: count,
    reason: { text: reason },
    ...(groupKey === undefined ? {} : { groupKey }),
    ...(listed === undefined ? {} : { listed }),
    ...(anomalyScore === undefined ? {} : { anomalyScore }),
    ...(anomalyReasons === undefined ? {} : { anomalyReasons }),
  };
}
