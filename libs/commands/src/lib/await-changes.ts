import { setTimeout as pause } from 'node:timers/promises';
import { toError, type EntryId, type OrgId } from '@redoubt/contracts';
import { findCommandChanges, type CaseTable } from '@redoubt/storage';
import type { Services } from '../routes/services.ts';
import { ProgressWatch, type Progress } from './progress-watch.ts';

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
  const { database, redis, clock, log } = services;
  const { orgId, table, sent, entryId, waitMs, signal } = awaited;
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
      log.warn({ err: toError(error), orgId }, 'command_progress_unreadable');
      progress = { kind: 'waiting', detail: 'what became of it cannot be read now' };
    }
    if (answers.size === sent.length) return answers;
    if (isLate || progress.kind === 'stored') return withRest(answers, sent, progress);
    await pause(Math.min(pauseMs, waitMs - waitedMs), undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

function withRest(
  answers: Map<string, Answer>,
  sent: readonly { commandId: string }[],
  progress: Progress,
): Map<string, Answer> {
  const rest: Answer =
    progress.kind === 'stored' ? { kind: 'refused' } : { kind: 'unanswered', detail: progress.detail };
  for (const { commandId } of sent) if (!answers.has(commandId)) answers.set(commandId, rest);
  return answers;
}
