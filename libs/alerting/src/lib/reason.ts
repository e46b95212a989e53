import type { AlertSubject } from '@redoubt/contracts';
import type { ReasonWords } from './model/alert-match.ts';

const MAX_PART = 80;
const MAX_REASON = 500;

/** Text of an event made fit for a line people read: no control characters, at most 80 characters. */
export function plainText(text: string, max = MAX_PART): string {
  const flat = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return flat.length <= max ? flat : `${flat.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A subject as a phrase: `from 203.0.113.7 for user alice on web-1`; empty when it has no field. */
export function subjectPhrase(subject: AlertSubject): string {
  const parts: string[] = [];
  if (subject.sourceIp) parts.push(`from ${plainText(subject.sourceIp)}`);
  if (subject.user) parts.push(`for user ${plainText(subject.user)}`);
  if (subject.asset) parts.push(`on ${plainText(subject.asset)}`);
  if (parts.length === 0 && subject.group) parts.push(`for ${plainText(subject.group)}`);
  return parts.join(' ');
}

/** A span of time in the largest unit that divides it: `30 s`, `15 min`, `1 h`, `90 min`, `7 d`. */
export function spanOf(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds > 0 && seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}

const THRESHOLD_WORDS = {
  gte: 'threshold',
  gt: 'threshold over',
  lt: 'threshold under',
  lte: 'threshold at most',
  eq: 'threshold exactly',
  neq: 'threshold other than',
};

/**
 * Why an alert fired: `12 failed logins from 203.0.113.7 in 15 min; threshold 10`, or for single events
 * `3 matching events on web-1`.
 *
 * @param facts.value greatest value of the window for rules with one, else the count of the episode
 */
export function reasonOf(facts: {
  words: ReasonWords;
  value: number;
  subject: AlertSubject;
  threshold?: number;
  windowSeconds?: number;
}): string {
  const { words, value, subject, threshold, windowSeconds } = facts;
  if (words.text) return plainText(words.text, MAX_REASON);
  const noun = plainText(words.noun ?? 'matching events');
  const amount = numberOf(value);
  const parts = [
    words.measure ? `${amount} ${plainText(words.measure)} in ${noun}` : `${amount} ${nounFor(value, noun)}`,
  ];
  const about = subjectPhrase(subject);
  if (about) parts.push(about);
  if (windowSeconds !== undefined) parts.push(`in ${spanOf(windowSeconds)}`);
  const limit = threshold === undefined ? '' : `; ${THRESHOLD_WORDS[words.comparison ?? 'gte']} ${numberOf(threshold)}`;
  return parts.join(' ') + limit;
}

function numberOf(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function nounFor(value: number, noun: string): string {
  if (value !== 1) return noun;
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`;
  return noun.endsWith('s') && !noun.endsWith('ss') ? noun.slice(0, -1) : noun;
}
