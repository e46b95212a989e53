import { severityRank, type Severity } from '@redoubt/contracts';
import type { StreamEvent } from '@redoubt/stream';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const BUCKET_MS = 10_000;

/** Events of one accept minute. */
export interface MinuteTally {
  byType: Map<string, number>;
  bySeverity: Map<Severity, number>;
}

/** Events of one accept hour. */
export interface HourTally {
  /** Events per source address. */
  bySource: Map<string, number>;
  /** Event types of medium severity or worse. */
  threats: Map<string, number>;
  byAsset: Map<string, Map<Severity, number>>;
}

/** What a run of events adds to the counters, by start of minute, hour and ten seconds (epoch ms). */
export interface Tally {
  minutes: Map<number, MinuteTally>;
  hours: Map<number, HourTally>;
  buckets: Map<number, number>;
}

/** Assets told apart in one tally; events of further ones count everywhere but there. */
const MAX_ASSETS = 500;
const THREAT_RANK = severityRank('medium');

/**
 * Counts events by accept time. Minutes before `keepFromMs`, whose counters have expired or never should exist (a
 * broken clock), and those after `keepToMs` are left out.
 */
export function tallyEvents(events: readonly StreamEvent[], keepFromMs: number, keepToMs: number): Tally {
  const tally: Tally = { minutes: new Map(), hours: new Map(), buckets: new Map() };
  for (const run of runsOfEqualTime(events)) {
    const acceptedAtMs = run[0]?.acceptedAtMs ?? 0;
    if (acceptedAtMs < keepFromMs || acceptedAtMs > keepToMs) continue;
    const minute = minuteOf(tally, floorTo(acceptedAtMs, MINUTE_MS));
    const hour = hourOf(tally, floorTo(acceptedAtMs, HOUR_MS));
    add(tally.buckets, floorTo(acceptedAtMs, BUCKET_MS), run.length);
    for (const { fields } of run) {
      add(minute.byType, fields.eventType, 1);
      add(minute.bySeverity, fields.severity, 1);
      if (fields.sourceIp !== undefined) add(hour.bySource, fields.sourceIp, 1);
      if (severityRank(fields.severity) >= THREAT_RANK) add(hour.threats, fields.eventType, 1);
      if (fields.asset !== undefined) addAsset(hour, fields.asset, fields.severity);
    }
  }
  return tally;
}

/** The events of a frame share their accept time, so times are looked at once per frame. */
function* runsOfEqualTime(events: readonly StreamEvent[]): Generator<readonly StreamEvent[]> {
  let start = 0;
  for (let i = 1; i <= events.length; i++) {
    if (i < events.length && events[i]?.acceptedAtMs === events[start]?.acceptedAtMs) continue;
    if (i > start) yield events.slice(start, i);
    start = i;
  }
}

function addAsset(hour: HourTally, asset: string, severity: Severity): void {
  let counts = hour.byAsset.get(asset);
  if (!counts) {
    if (hour.byAsset.size >= MAX_ASSETS) return;
    counts = new Map();
    hour.byAsset.set(asset, counts);
  }
  add(counts, severity, 1);
}

function minuteOf(tally: Tally, startMs: number): MinuteTally {
  let minute = tally.minutes.get(startMs);
  if (!minute) {
    minute = { byType: new Map(), bySeverity: new Map() };
    tally.minutes.set(startMs, minute);
  }
  return minute;
}

function hourOf(tally: Tally, startMs: number): HourTally {
  let hour = tally.hours.get(startMs);
  if (!hour) {
    hour = { bySource: new Map(), threats: new Map(), byAsset: new Map() };
    tally.hours.set(startMs, hour);
  }
  return hour;
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function floorTo(epochMs: number, stepMs: number): number {
  return epochMs - (epochMs % stepMs);
}
