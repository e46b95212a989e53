import { createHash, randomUUID } from 'node:crypto';
import { systemClock, type EntryId, type OrgId, type RecordLane } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { streamScripts } from '../scripts.ts';
import { appendRefusal } from './append-refusal.ts';
import { ringBell } from './doorbell.ts';
import { AppendRefused } from './frame-appender.ts';
import { chunkRecords, recordEntryFields } from './record-entry.ts';

export interface AppendRecordsOptions {
  /**
   * Makes the append happen once however often it is asked for, for 24 h: the first call's ids are returned again.
   * 1 to 120 characters of `[A-Za-z0-9_.-]`; a hash or uuid, never user text.
   */
  batchId?: string;
  /** Time of the append, epoch ms. @default now */
  nowMs?: number;
  /** Waits until so many replicas have it. Only with a client of its own: WAIT holds up whatever shares it. */
  wait?: { replicas: number; timeoutMs: number };
}

/** Entries a stream of records may hold; at the bound appends are refused until its readers have caught up. */
const maxEntries = 100_000;
const maxLines = 10_000;
const keyedLifeMs = 24 * 3_600_000;
const unkeyedLifeMs = 60_000;

/**
 * Appends records to a stream of an organisation and rings its readers. Safe to repeat with the same `batchId`.
 * The alert stream is not written with it in the product: alert-engine's script appends there itself.
 *
 * @param lines JSON texts without a line feed, 1 to 10,000
 * @returns ids of the entries that hold them, in order; one entry takes up to 100 records
 * @throws AppendRefused `overloaded` when the stream is full, `idempotency_conflict` when `batchId` stood for other
 * lines, otherwise when Redis cannot take it now
 * @throws RangeError for no lines or too many
 */
export async function appendRecords(
  redis: RedisClient,
  orgId: OrgId,
  lane: RecordLane,
  lines: readonly Buffer[],
  options: AppendRecordsOptions = {},
): Promise<EntryId[]> {
  if (lines.length === 0 || lines.length > maxLines) throw new RangeError(`1 to ${maxLines} lines can be appended`);
  const keys = orgKeys(orgId);
  const nowMs = options.nowMs ?? systemClock.now();
  const names = [keys.idempotency(`${lane}.${options.batchId ?? randomUUID()}`), keys.lane(lane)];
  const args: (string | number | Buffer)[] = [
    ...[digestOf(lines), options.batchId === undefined ? unkeyedLifeMs : keyedLifeMs, maxEntries],
    ...chunkRecords(lines).flatMap((chunk) => {
      const fields = recordEntryFields(chunk, nowMs);
      return [fields.length, ...fields];
    }),
  ];
  // Safe to send again in every case: the script recognises the batch.
  const command = redis.script(streamScripts.appendRecords).command(names, args, { retry: 'free' });
  const [reply] = await redis.batch([command], options.wait ? { wait: options.wait } : {});
  if (reply instanceof Error) throw appendRefusal(reply);
  const [status, ...ids] = reply as [string, ...EntryId[]];
  if (status === 'full') throw new AppendRefused('overloaded', `the stream holds ${ids[0]} entries`, 5_000);
  if (status === 'conflict') throw new AppendRefused('idempotency_conflict', 'the id was used for other records', 0);
  ringBell(redis, orgId, [lane]);
  return ids;
}

function digestOf(lines: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('base64url');
}
