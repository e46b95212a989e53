import { setTimeout as pause } from 'node:timers/promises';
import { compareEntryIds, type EntryId, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { findCommandChanges, type CaseTable } from '@redoubt/storage';
import { readGroupStates } from '@redoubt/stream';
import type { Services } from '../routes/services.ts';

/** What became of a command. */
export type Answer =
  | { kind: 'done'; status: string }
  /** alert-engine has handled it, and it changed nothing. */
  | { kind: 'refused' }
  | { kind: 'unanswered'; detail: string };

export interface Awaited {
  orgId: OrgId;
  table: CaseTable;
  sent: readonly { caseId: string; commandId: string }[];
  /** Of the last command. */
  entryId: EntryId;
  waitMs: number;
  signal: AbortSignal;
}

const firstPauseMs = 50;
const longestPauseMs = 500;
/** From here on it is worth asking whether it was refused. */
const quietMs = 1_000;

/** Waits until the history shows what each command changed, or alert-engine and db-writer are past it. */
export async function awaitChanges(services: Services, awaited: Awaited): Promise<Map<string, Answer>> {
  const { database, redis, clock } = services;
  const { orgId, table, sent, entryId, waitMs, signal } = awaited;
  const startedAtMs = clock.monotonicMs();
  const answers = new Map<string, Answer>();
  let pauseMs = firstPauseMs;
  for (;;) {
    const waitedMs = clock.monotonicMs() - startedAtMs;
    const isLate = waitedMs >= waitMs || signal.aborted;
    // Read before the history: what had been stored by then is in it.
    const progress = isLate || waitedMs > quietMs ? await readProgress(redis, orgId, entryId) : undefined;
    const open = sent.filter(({ commandId }) => !answers.has(commandId));
    const changes = await findCommandChanges(database, orgId, table, open);
    for (const [commandId, { status }] of changes) answers.set(commandId, { kind: 'done', status });
    if (answers.size === sent.length) return answers;
    if (isLate || progress === 'stored') return withRest(answers, sent, progress ?? 'there was no time');
    await pause(Math.min(pauseMs, waitMs - waitedMs), undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

function withRest(
  answers: Map<string, Answer>,
  sent: readonly { commandId: string }[],
  progress: 'stored' | (string & {}),
): Map<string, Answer> {
  const rest: Answer = progress === 'stored' ? { kind: 'refused' } : { kind: 'unanswered', detail: progress };
  for (const { commandId } of sent) if (!answers.has(commandId)) answers.set(commandId, rest);
  return answers;
}

/** `stored` once alert-engine is past an entry and db-writer past what came of it; else what it waits for. */
async function readProgress(redis: RedisClient, orgId: OrgId, entryId: EntryId): Promise<'stored' | (string & {})> {
  const orgs = [{ orgId, expectedGroups: ['alert_engine', 'db_writer'] as const }];
  const { states, failures } = await readGroupStates(redis, orgs, ['c', 'a']);
  if (failures.length > 0) return 'how far alert-engine is cannot be told now';
  const engine = states.find((state) => state.group === 'alert_engine' && state.lane === 'c');
  const writer = states.find((state) => state.group === 'db_writer' && state.lane === 'a');
  if (!engine?.isPresent) return 'no alert-engine reads the commands of this organisation';
  const isHandled =
    compareEntryIds(engine.lastDeliveredId, entryId) >= 0 &&
    (engine.pendingEntries === 0 || compareEntryIds(engine.oldestPendingId ?? '0-0', entryId) > 0);
  if (!isHandled) return 'alert-engine has not come to it';
  if (!writer?.isPresent) return 'no db-writer reads the alerts of this organisation';
  const isBehind = writer.pendingEntries > 0 || writer.lagEntries !== 0;
  return isBehind ? 'db-writer has not stored what came of it' : 'stored';
}
