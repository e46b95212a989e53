import { hash } from 'node:crypto';
import type { AlertSubject } from '@redoubt/contracts';
import { SUBJECT_FIELDS, type AlertMatch } from './model/alert-match.ts';

/** The first 128 bits of the SHA-256 of a list of texts, 32 lower-case hex digits: fit for a key. */
export function hashOf(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}

/** A UUID made from a list of texts, the same for the same list (RFC 9562 version 8 over SHA-256). */
export function uuidOf(parts: readonly string[]): string {
  const hex = hashOf(parts);
  const variant = '89ab'[parseInt(hex.charAt(16), 16) & 3] as string;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** What an alert of this match is about: a group's fields, else those its rule names, else all the event has. */
export function subjectOf(match: AlertMatch): AlertSubject {
  if (match.groupKey !== undefined) return match.subject;
  const subject: AlertSubject = {};
  for (const field of match.rule.subject ?? SUBJECT_FIELDS) {
    const value = match.subject[field];
    if (value !== undefined) subject[field] = value;
  }
  return subject;
}

/** What tells alerts apart: the rule with its group key, else with its subject. */
export function fingerprintOf(match: AlertMatch, subject: AlertSubject): string {
  const { id } = match.rule;
  if (match.groupKey !== undefined) return hashOf([id, 'group', match.groupKey]);
  return hashOf([id, 'subject', ...SUBJECT_FIELDS.flatMap((field) => (subject[field] ? [field, subject[field]] : []))]);
}
