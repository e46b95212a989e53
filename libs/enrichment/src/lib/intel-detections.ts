import {
  INTEL_RULE,
  isIpAddress,
  MAX_EVENT_INTEL,
  type AlertSubject,
  type Detection,
  type EventFields,
  type EventIntel,
  type Severity,
} from '@redoubt/contracts';
import type { IntelMatch } from './intel-table.ts';

/** What a detection says of an event beside its matches. */
export type WhoAndWhen = Pick<EventFields, 'eventTimeMs' | 'sourceIp' | 'asset' | 'user'>;

/** An event with what lists name in it; at least one match. */
export interface MatchedEvent {
  eventId: string;
  acceptedAtMs: number;
  fields: WhoAndWhen;
  matches: readonly IntelMatch[];
}

/** Confidence of a list that gives none. */
const USUAL_CONFIDENCE = 50;
const MAX_EVENT_IDS = 20;
const MAX_LISTS = 10;
const MAX_VALUE = 256;
const MAX_REASON = 500;

/** What is kept with the event: the first matches, long values cut. */
export function eventIntelOf(matches: readonly IntelMatch[]): EventIntel[] {
  return matches.slice(0, MAX_EVENT_INTEL).map(({ indicator, field, value }) => ({
    ...{ list: indicator.listName, kind: indicator.kind, indicator: indicator.value.slice(0, MAX_VALUE) },
    ...{ field: field.slice(0, MAX_VALUE), value: value.slice(0, MAX_VALUE) },
    ...(indicator.threat === undefined ? {} : { threat: indicator.threat }),
    ...(indicator.confidence === undefined ? {} : { confidence: indicator.confidence }),
  }));
}

interface Finding {
  subject: AlertSubject;
  groupKey: string | undefined;
  address: string | undefined;
  /** The surest of what names it. */
  best: IntelMatch;
  lists: Set<string>;
  events: MatchedEvent[];
}

/**
 * What a run of events is to say to alert-engine: one detection per thing that lists name and whom it is about, with
 * the number of events. A listed source is itself what the alert is about; anything else is said of the asset that met
 * it, so that two listed names on one asset are two alerts.
 */
export function intelDetections(events: readonly MatchedEvent[]): Detection[] {
  const findings = new Map<string, Finding>();
  for (const event of events) for (const match of event.matches) take(findings, event, match);
  return [...findings.values()].map(detectionOf);
}

function take(findings: Map<string, Finding>, event: MatchedEvent, match: IntelMatch): void {
  const { subject, groupKey, address } = subjectOf(event.fields, match);
  const key = groupKey ?? JSON.stringify(subject);
  const known = findings.get(key);
  const finding = known ?? { subject, groupKey, address, best: match, lists: new Set<string>(), events: [] };
  if (known === undefined) findings.set(key, finding);
  if (confidenceOf(match) > confidenceOf(finding.best)) finding.best = match;
  if (finding.lists.size < MAX_LISTS) finding.lists.add(match.indicator.listName);
  if (finding.events.at(-1) !== event) finding.events.push(event);
}

function subjectOf(fields: WhoAndWhen, match: IntelMatch): Pick<Finding, 'subject' | 'groupKey' | 'address'> {
  const { kind, value: named } = match.indicator;
  const address = isIpAddress(match.value) ? match.value : kind === 'ip' ? named : undefined;
  if (address !== undefined && address === fields.sourceIp)
    return { subject: { sourceIp: address }, groupKey: undefined, address };
  const group = address === undefined ? `${kind}=${named}` : `ip=${address}`;
  const subject = { ...whoMetIt(fields), group };
  return { subject, groupKey: JSON.stringify(subject), address };
}

function whoMetIt({ asset, sourceIp, user }: WhoAndWhen): AlertSubject {
  if (asset !== undefined) return { asset };
  if (sourceIp !== undefined) return { sourceIp };
  return user === undefined ? {} : { user };
}

function detectionOf({ subject, groupKey, address, best, lists, events }: Finding): Detection {
  const last = events.at(-1) as MatchedEvent;
  const score = confidenceOf(best);
  return {
    // Alerts name their newest event by it.
    detectionId: last.eventId,
    ...{ ruleId: INTEL_RULE.id, ruleName: INTEL_RULE.name, severity: severityOf(score), subject },
    ...(groupKey === undefined ? {} : { groupKey }),
    timeMs: Math.min(last.fields.eventTimeMs ?? last.acceptedAtMs, last.acceptedAtMs),
    eventIds: events.slice(-MAX_EVENT_IDS).map(({ eventId }) => eventId),
    count: events.length,
    reason: reasonOf(best, [...lists]),
    tags: ['threat-intelligence'],
    ...(address === undefined ? {} : { listed: { address, score, lists: [...lists] } }),
  };
}

function reasonOf({ indicator, field, value }: IntelMatch, lists: readonly string[]): string {
  const { listName, kind, threat, confidence } = indicator;
  const said = [
    ...(threat === undefined ? [] : [threat]),
    ...(confidence === undefined ? [] : [`confidence ${confidence}`]),
    ...(indicator.value === value ? [] : [`as ${kind} ${indicator.value}`]),
  ];
  const others = lists.filter((list) => list !== listName);
  const more = others.length === 0 ? '' : `; also by ${others.join(', ')}`;
  const how = said.length === 0 ? '' : ` (${said.join(', ')})`;
  return `${field} ${value.slice(0, MAX_VALUE)} is named by the list ${listName}${how}${more}`.slice(0, MAX_REASON);
}

function confidenceOf({ indicator }: IntelMatch): number {
  return indicator.confidence ?? USUAL_CONFIDENCE;
}

function severityOf(confidence: number): Severity {
  if (confidence >= 75) return 'high';
  return confidence >= 40 ? 'medium' : 'low';
}
