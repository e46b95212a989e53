import type { Alert } from '@redoubt/contracts';
import type { Message } from '../message.ts';
import { severityOf } from '../message.ts';
import { plain } from './plain.ts';

/** Alerts a person is shown; programs get more. */
export const SHOWN_ALERTS = 10;

const STATE_WORDS = { firing: 'Firing', acknowledged: 'Acknowledged', resolved: 'Resolved', closed: 'Closed' } as const;

/** One line that says it all: `[HIGH] Firing: Brute force (3 alerts)`. */
export function headline(message: Message): string {
  const [first] = message.alerts;
  const state = message.reason === 'repeat' ? 'Still firing' : STATE_WORDS[message.state];
  const more = message.counts.told > 1 ? ` (${message.counts.told} alerts)` : '';
  const test = message.reason === 'test' ? '[TEST] ' : '';
  return `${test}[${severityOf(message).toUpperCase()}] ${state}: ${plain(first.title, 150)}${more}`;
}

/** Label and value of what a person wants to know of an alert; the rule's licence asks for its author. */
export function factsOf(alert: Alert): readonly (readonly [string, string])[] {
  const author = alert.ruleAuthor === undefined ? '' : ` by ${plain(alert.ruleAuthor, 200)}`;
  const facts: (readonly [string, string])[] = [
    ['Severity', alert.severity],
    ['Status', alert.status],
    ['Reason', plain(alert.reason, 1_000)],
    ['Subject', subjectOf(alert)],
    ['Events', String(alert.count)],
    ['Seen', `${isoTime(alert.firstSeenMs)} to ${isoTime(alert.lastSeenMs)}`],
    ['Rule', `${plain(alert.ruleName, 200)}${author}`],
    ['ATT&CK', alert.mitre.map(({ tactic, technique }) => technique ?? tactic ?? '').join(', ')],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** `sourceIp 203.0.113.7, user root`. */
export function subjectOf(alert: Alert): string {
  return Object.entries(alert.subject)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${plain(String(value), 200)}`)
    .join(', ');
}

/** How many alerts of a message a person is not shown, and how the group stands. */
export function restOf(message: Message): string {
  const hidden = message.counts.told - Math.min(SHOWN_ALERTS, message.alerts.length);
  const more = hidden > 0 ? `and ${hidden} more; ` : '';
  return `${more}${message.counts.firing} firing, ${message.counts.acknowledged} acknowledged in this group`;
}

/** ISO 8601; a time beyond what a date can hold is shown as the last it can. */
export function isoTime(atMs: number): string {
  return new Date(Math.max(-MAX_DATE_MS, Math.min(MAX_DATE_MS, atMs))).toISOString();
}

/** ECMA-262, 21.4.1.1. */
const MAX_DATE_MS = 8.64e15;
