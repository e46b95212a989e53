import { commandSchema, compareEntryIds, type Command, type EntryId, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { findCommandChanges, type CaseTable } from '@redoubt/storage';
import { appendRecords, readGroupStates } from '@redoubt/stream';
import type { Context } from '../command/context.ts';

/** A command and the alert or incident it is about. */
export interface SentCommand {
  caseId: string;
  command: Command;
}

/** What became of a command. */
export type Answer =
  | { kind: 'done'; status: string }
  /** alert-engine has handled it, and it changed nothing. */
  | { kind: 'refused' }
  | { kind: 'unanswered'; reason: string };

/** How long somebody waits for alert-engine and db-writer. */
const answerTimeoutMs = 10_000;
/** Of --timeout, for what comes before and after. */
const reserveMs = 2_000;
const firstPauseMs = 50;
const longestPauseMs = 500;
/** From here on it is worth asking whether it was refused. */
const quietMs = 1_000;

/**
 * Puts commands on the organisation's stream, in their order; returns the last entry that holds one.
 *
 * @throws ZodError for what alert-engine would put among its dead letters
 */
export async function appendCommands(redis: RedisClient, orgId: OrgId, commands: readonly Command[]): Promise<EntryId> {
  const lines = commands.map((command) => Buffer.from(JSON.stringify(commandSchema.parse(command))));
  // Repeated after a failover, it is appended once.
  const entryIds = await appendRecords(redis, orgId, 'c', lines, { batchId: commands[0]?.commandId ?? '' });
  return entryIds.at(-1) as EntryId;
}

/**
 * Waits until the history shows what each command changed, at most ten seconds.
 *
 * @param entryId of the last command
 */
export async function awaitChanges(
  context: Context,
  orgId: OrgId,
  table: CaseTable,
  { sent, entryId }: { sent: readonly SentCommand[]; entryId: EntryId },
): Promise<Map<string, Answer>> {
  const [database, redis] = [await context.database(), await context.redis()];
  const startedAtMs = context.clock.monotonicMs();
  const asked = sent.map(({ caseId, command }) => ({ caseId, commandId: command.commandId }));
  const answers = new Map<string, Answer>();
  const patientMs = Math.min(answerTimeoutMs, Math.max(0, context.timeoutMs - reserveMs));
  let pauseMs = firstPauseMs;
  for (;;) {
    const waitedMs = context.clock.monotonicMs() - startedAtMs;
    // Read before the history: what had been stored by then is in it.
    const progress = waitedMs > quietMs ? await readProgress(redis, orgId, entryId) : undefined;
    const open = asked.filter(({ commandId }) => !answers.has(commandId));
    const changes = await findCommandChanges(database, orgId, table, open);
    for (const [commandId, { status }] of changes) answers.set(commandId, { kind: 'done', status });
    if (answers.size === asked.length) return answers;
    const isOver = progress?.kind === 'stored' || waitedMs > patientMs || context.signal.aborted;
    if (isOver) return withRest(answers, asked, progress);
    await context.pause(pauseMs);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

type Progress = { kind: 'stored' } | { kind: 'waiting'; reason: string };

function withRest(
  answers: Map<string, Answer>,
  asked: readonly { commandId: string }[],
  progress: Progress | undefined,
): Map<string, Answer> {
  const reason = progress?.kind === 'waiting' ? progress.reason : 'there was no time to wait for it';
  for (const { commandId } of asked) {
    if (answers.has(commandId)) continue;
    answers.set(commandId, progress?.kind === 'stored' ? { kind: 'refused' } : { kind: 'unanswered', reason });
  }
  return answers;
}

/** How far alert-engine is with an entry of the commands stream, and db-writer with what came of it. */
async function readProgress(redis: RedisClient, orgId: OrgId, entryId: EntryId): Promise<Progress> {
  const { states, failures } = await readGroupStates(
    redis,
    [{ orgId, expectedGroups: ['alert_engine', 'db_writer'] }],
    ['c', 'a'],
  );
  const [failure] = failures;
  if (failure) return waiting(`Redis cannot say how far alert-engine is: ${failure.error.message}`);
  const engine = states.find((state) => state.group === 'alert_engine' && state.lane === 'c');
  const writer = states.find((state) => state.group === 'db_writer' && state.lane === 'a');
  if (!engine?.isPresent) return waiting('no alert-engine reads the commands of this organisation');
  const isHandled =
    compareEntryIds(engine.lastDeliveredId, entryId) >= 0 &&
    (engine.pendingEntries === 0 || compareEntryIds(engine.oldestPendingId ?? '0-0', entryId) > 0);
  if (!isHandled) return waiting('alert-engine has not come to it');
  if (!writer?.isPresent) return waiting('no db-writer reads the alerts of this organisation');
  if (writer.pendingEntries > 0 || writer.lagEntries !== 0) {
    return waiting('alert-engine has handled it; db-writer has not stored what came of it');
  }
  return { kind: 'stored' };
}

function waiting(reason: string): Progress {
  return { kind: 'waiting', reason };
}
