import { setTimeout as pause } from 'node:timers/promises';
import { toError, type Clock, type EntryId, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { findCommandChanges, type CaseTable, type Database } from '@redoubt/storage';
import { ProgressWatch, type Progress } from './progress-watch.ts';

/** What became of a command. */
export type Answer =
  | { kind: 'done'; status: string }
  /** alert-engine has handled it, and it changed nothing. */
  | { kind: 'refused' }
  /** `detail`: what it waits for, as a part of a sentence. */
  | { kind: 'unanswered'; detail: string };

/** A command and the alert or incident it is about. */
export interface SentCommand {
  caseId: string;
  commandId: string;
}

export interface AwaitedCommands {
  orgId: OrgId;
  table: CaseTable;
  sent: readonly SentCommand[];
  /** Of the last command. */
  entryId: EntryId;
  /** Longest wait. */
  waitMs: number;
  /** Ends the wait early. */
  signal: AbortSignal;
}

export interface AwaitChangesDeps {
  database: Database;
  redis: RedisClient;
  clock: Clock;
  /** Told when neither history nor progress can be read; answers what is said to whoever waits. */
  onUnreadable: (error: Error) => string;
}

const firstPauseMs = 50;
const longestPauseMs = 500;
/** From here on it is worth asking whether it was refused. */
const quietMs = 1_000;

/**
 * Waits until the history shows what each command changed, or alert-engine and db-writer are past it; never throws.
 *
 * @returns an answer for each command, by its id
 */
export async function awaitChanges(
  { database, redis, clock, onUnreadable }: AwaitChangesDeps,
  { orgId, table, sent, entryId, waitMs, signal }: AwaitedCommands,
): Promise<Map<string, Answer>> {
  const startedAtMs = clock.monotonicMs();
  const answers = new Map<string, Answer>();
  const watch = new ProgressWatch(redis, orgId, entryId);
  let pauseMs = firstPauseMs;
  for (;;) {
    const waitedMs = clock.monotonicMs() - startedAtMs;
    const isLate = waitedMs >= waitMs || signal.aborted;
    let progress: Progress = { kind: 'waiting', detail: 'there was no time to wait for it' };
    try {
      // Looked at before the history: what had been stored by then is in it.
      if (isLate || waitedMs > quietMs) progress = await watch.look();
      const open = sent.filter(({ commandId }) => !answers.has(commandId));
      const changes = await findCommandChanges(database, orgId, table, open);
      for (const [commandId, { status }] of changes) answers.set(commandId, { kind: 'done', status });
    } catch (error) {
      // The commands are sent: whoever sent them must hear that, whatever else fails.
      progress = { kind: 'waiting', detail: onUnreadable(toError(error)) };
    }
    if (answers.size === sent.length) return answers;
    if (isLate || progress.kind === 'stored') return withRest(answers, sent, progress);
    await pause(Math.min(pauseMs, waitMs - waitedMs), undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

function withRest(answers: Map<string, Answer>, sent: readonly SentCommand[], progress: Progress): Map<string, Answer> {
  const rest: Answer =
    progress.kind === 'stored' ? { kind: 'refused' } : { kind: 'unanswered', detail: progress.detail };
  for (const { commandId } of sent) if (!answers.has(commandId)) answers.set(commandId, rest);
  return answers;
}
