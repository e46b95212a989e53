import { join } from 'node:path';
import type { Detection, FeatureName, Lane, Severity } from '@redoubt/contracts';
import { hourStamp, subjectHash, type OrgKeys } from '@redoubt/key-schema';
import { defineScript, type RedisClient, type RedisCommand } from '@redoubt/redis';
import { chunkRecords, recordEntryFields } from '@redoubt/stream';
import { LRUCache } from 'lru-cache';
import { HOUR_MS, type HourTally, type MinuteTally, type Tally } from './tally.ts';

const countEvents = defineScript(join(import.meta.dirname, '..', 'scripts', 'count-events-n.lua'));

const LIFE_S = { minute: 2 * 3_600, severity: 25 * 3_600, hour: 48 * 3_600, sliding: 600, signatures: 48 * 3_600 };
const MOST = {
  types: 200,
  threats: 100,
  sources: 500,
  assets: 200,
  assetsPerHour: 10_000,
  detections: 100_000,
  signatures: 1_000_000,
};
/** Members of one batch that enter a ranking: what is frequent is so in its batches, and the script's cost stays flat. */
const MOST_RANKED = 25;
/** Longest name of an asset that is ranked, since rankings hold names. */
const LONGEST_NAME = 256;
/** What an event adds to its asset's rank: a few severe ones come before many ordinary ones. */
const RANK_WEIGHT: Readonly<Record<Severity, number>> = {
  informational: 1,
  low: 2,
  medium: 10,
  high: 100,
  critical: 1_000,
};
/** Addresses of one PFADD; Lua unpacks its arguments onto a small stack. */
const ADDRESSES_AT_ONCE = 1_000;
/** Buckets of the sliding window are kept twice its five minutes, so that a reader's clock may differ. */
const SLIDING_KEEP_MS = 10 * 60_000;

const DAY_MS = 24 * HOUR_MS;
const DUPLICATES_FLAG: FeatureName = 'duplicate_detection';

const assetHashes = new LRUCache<string, string>({ max: 50_000 });

type Argument = string | number | Buffer;

/** Collects operations for count-events-n.lua. */
class Operations {
  readonly keys: string[] = [];
  readonly args: Argument[] = [];

  add(kind: string, key: string, lifeS: number, args: readonly Argument[]): void {
    this.keys.push(key);
    this.args.push(kind, lifeS, args.length, ...args);
  }
}

/** Builds the one call that adds a tally to an organisation's counters. */
export function countCommand(
  redis: RedisClient,
  keys: OrgKeys,
  tally: Tally,
  span: { lane: Lane; after: string; last: string },
  nowMs: number,
  more: { detections?: readonly Detection[]; signatures?: readonly string[] } = {},
): RedisCommand {
  const operations = new Operations();
  for (const [startMs, minute] of tally.minutes) addMinute(operations, keys, startMs, minute);
  for (const [startMs, hour] of tally.hours) addHour(operations, keys, startMs, hour);
  addSliding(operations, keys, tally, nowMs);
  addDetections(operations, keys, more.detections ?? [], nowMs);
  addSignatures(operations, keys, more.signatures ?? [], nowMs);
  operations.add('flags', keys.features(), 0, [DUPLICATES_FLAG]);
  const newestHourMs = Math.max(0, ...tally.hours.keys());
  const head = [span.lane, span.after, span.last, hourStamp(newestHourMs), MOST.assetsPerHour];
  // Safe to send again after an unknown outcome: the position has moved on if the first one was executed.
  return redis
    .script(countEvents)
    .command([keys.eventsCounted(), ...operations.keys], [...head, ...operations.args], { retry: 'free' });
}

function addMinute(operations: Operations, keys: OrgKeys, startMs: number, minute: MinuteTally): void {
  const types = [MOST.types, ...[...minute.byType].flat()];
  operations.add('fields', keys.eventsMinute(startMs), LIFE_S.minute, types);
  operations.add('known', keys.eventsSeverity(startMs), LIFE_S.severity, [...minute.bySeverity].flat());
}

function addHour(operations: Operations, keys: OrgKeys, startMs: number, hour: HourTally): void {
  const addresses = [...hour.bySource.keys()];
  for (let at = 0; at < addresses.length; at += ADDRESSES_AT_ONCE) {
    const some = addresses.slice(at, at + ADDRESSES_AT_ONCE);
    operations.add('addresses', keys.uniqueIps(startMs), LIFE_S.hour, some);
  }
  if (hour.threats.size > 0) {
    operations.add('ranks', keys.topThreats(startMs), LIFE_S.hour, [MOST.threats, ...[...hour.threats].flat()]);
  }
  addRanks(operations, keys.topSources(startMs), MOST.sources, hour.bySource);
  addRanks(operations, keys.topAssets(startMs), MOST.assets, assetRanks(hour));
  for (const [asset, counts] of hour.byAsset) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const fields = ['total', total, ...[...counts].flat()];
    operations.add('asset', keys.assetHour(hashOf(asset), startMs), LIFE_S.hour, fields);
  }
}

function addRanks(operations: Operations, key: string, most: number, ranks: ReadonlyMap<string, number>): void {
  if (ranks.size === 0) return;
  operations.add('ranks', key, LIFE_S.hour, [most, ...highest(ranks, MOST_RANKED).flat()]);
}

/** The `most` entries of the highest counts, in one pass: sorting a thousand costs more than counting them did. */
function highest(ranks: ReadonlyMap<string, number>, most: number): [string, number][] {
  if (ranks.size <= most) return [...ranks];
  const kept: [string, number][] = [];
  for (const entry of ranks) {
    if (kept.length === most && entry[1] <= (kept[most - 1]?.[1] ?? 0)) continue;
    if (kept.length === most) kept.pop();
    let at = kept.length;
    while (at > 0 && (kept[at - 1]?.[1] ?? 0) < entry[1]) at -= 1;
    kept.splice(at, 0, entry);
  }
  return kept;
}

function assetRanks(hour: HourTally): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const [asset, counts] of hour.byAsset) {
    if (asset.length > LONGEST_NAME) continue;
    let rank = 0;
    for (const [severity, count] of counts) rank += RANK_WEIGHT[severity] * count;
    ranks.set(asset, rank);
  }
  return ranks;
}

function addSliding(operations: Operations, keys: OrgKeys, tally: Tally, nowMs: number): void {
  const oldestMs = nowMs - SLIDING_KEEP_MS;
  const recent = [...tally.buckets].filter(([startMs]) => startMs >= oldestMs && startMs <= nowMs + HOUR_MS);
  if (recent.length === 0) return;
  const pairs = recent.flatMap(([startMs, count]) => [startMs / 1000, count]);
  operations.add('buckets', keys.eventsSliding(), LIFE_S.sliding, [Math.floor(oldestMs / 1000), ...pairs]);
}

/** In the same step as the counters: what is said once is counted once. */
function addDetections(operations: Operations, keys: OrgKeys, detections: readonly Detection[], nowMs: number): void {
  const lines = detections.map((detection) => Buffer.from(JSON.stringify(detection)));
  for (const chunk of chunkRecords(lines)) {
    operations.add('append', keys.detectionsStream(), 0, [
      MOST.detections,
      chunk.length,
      ...recordEntryFields(chunk, nowMs),
    ]);
  }
}

function addSignatures(operations: Operations, keys: OrgKeys, signatures: readonly string[], nowMs: number): void {
  if (signatures.length === 0) return;
  operations.add('before', keys.eventSignatures(nowMs - DAY_MS), 0, []);
  operations.add('signatures', keys.eventSignatures(nowMs), LIFE_S.signatures, [MOST.signatures, ...signatures]);
}

function hashOf(asset: string): string {
  let known = assetHashes.get(asset);
  if (known === undefined) {
    known = subjectHash(asset);
    assetHashes.set(asset, known);
  }
  return known;
}
