import { parseTimestampMs } from '@redoubt/contracts';
import { isJsonObject, membersOf, NO_MEMBERS, type Members } from '../shared/splice.ts';
import type { HecCode } from './codes.ts';

/** What a sender says of an event beside the event, as it came. */
export interface Metadata {
  time?: unknown;
  host?: unknown;
  source?: unknown;
  sourcetype?: unknown;
  index?: unknown;
  fields?: unknown;
}

const INDEX = /^[a-z0-9][a-z0-9_-]{0,79}$/;
const MAX_TEXT = 1024;

/**
 * Turns metadata into members of events: `time` is the event's time, `host` its asset; the rest stands under `hec`.
 * Holds what the last event had, since those of one sender have the same but for the time.
 */
export class MetadataReader {
  #latest: Metadata = {};
  #members: Members = NO_MEMBERS;

  /** The members of an event with the same metadata as the last, but for the time. */
  again(time: unknown): Members | HecCode {
    if (time === undefined) return this.#members;
    const eventTimeMs = parseTimestampMs(time);
    return eventTimeMs === undefined ? 6 : this.#members.at(eventTimeMs);
  }

  /** @returns the code of the collector's answer when something of it cannot be */
  read(given: Metadata): Members | HecCode {
    const eventTimeMs = isAbsent(given.time) ? undefined : parseTimestampMs(given.time);
    if (eventTimeMs === undefined && !isAbsent(given.time)) return 6;
    if (!isSame(given, this.#latest)) {
      const members = restOf(given);
      if (typeof members === 'number') return members;
      this.#latest = given;
      this.#members = members;
    }
    return eventTimeMs === undefined ? this.#members : this.#members.at(eventTimeMs);
  }
}

function isSame(one: Metadata, other: Metadata): boolean {
  return (
    one.host === other.host &&
    one.source === other.source &&
    one.sourcetype === other.sourcetype &&
    one.index === other.index &&
    one.fields === other.fields
  );
}

function restOf({ host, source, sourcetype, index, fields }: Metadata): Members | HecCode {
  if (!isText(host) || !isText(source) || !isText(sourcetype)) return 6;
  if (!isAbsent(index) && !(typeof index === 'string' && INDEX.test(index))) return 7;
  if (!isAbsent(fields) && !isFlat(fields)) return 15;
  const hec = membersOf({ source: own(source), sourcetype: own(sourcetype), index: own(index), fields: own(fields) });
  return membersOf({ asset: own(host), hec: hec.isEmpty ? undefined : hec.values });
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function own(value: unknown): unknown {
  return isAbsent(value) ? undefined : value;
}

function isText(value: unknown): boolean {
  return isAbsent(value) || (typeof value === 'string' && value.length <= MAX_TEXT);
}

/** Indexed fields are plain values or lists of them; an object among them is what Splunk refuses. */
function isFlat(fields: unknown): boolean {
  if (!isJsonObject(fields)) return false;
  return Object.values(fields).every((value) => isPlain(value) || (Array.isArray(value) && value.every(isPlain)));
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
