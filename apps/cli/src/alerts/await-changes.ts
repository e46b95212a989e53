import { commandSchema, compareEntryIds, type Command, type EntryId, type Lane, type OrgId } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { findCommandChanges, type CaseTable } from '@redoubt/storage';
import { appendRecords, readGroupStates, type GroupState } from '@redoubt/stream';
import type { Context } from '../command/context.ts';
import { explainError } from '../command/explain-error.ts';

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
  const watch = new ProgressWatch(redis, orgId, entryId);
  let pauseMs = firstPauseMs;
  for (;;) {
    const waitedMs = context.clock.monotonicMs() - startedAtMs;
    let progress: Progress | undefined;
    try {
      // Looked at before the history: what had been stored by then is in it.
      progress = waitedMs > quietMs ? await watch.look() : undefined;
      const open = asked.filter(({ commandId }) => !answers.has(commandId));
      const changes = await findCommandChanges(database, orgId, table, open);
      for (const [commandId, { status }] of changes) answers.set(commandId, { kind: 'done', status });
    } catch (error) {
      // The commands are sent: whoever sent them must hear that, whatever else fails.
      progress = waiting(`what became of it cannot be read: ${explainError(error).message}`);
    }
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

/**
 * Looks how far alert-engine is with an entry of the commands stream, and then db-writer with what came of it: with
 * all that stood on the alerts stream once the command was handled.
 */
class ProgressWatch {
  readonly #redis: RedisClient;
  readonly #orgId: OrgId;
  readonly #entryId: EntryId;
  /** Last entry of the alerts stream after the command was handled. */
  #lastAlertId: EntryId | undefined;

  constructor(redis: RedisClient, orgId: OrgId, entryId: EntryId) {
    this.#redis = redis;
    this.#orgId = orgId;
    this.#entryId = entryId;
  }

  async look(): Promise<Progress> {
    if (this.#lastAlertId === undefined) {
      const engine = await this.#readGroup('alert_engine', 'c');
      if (engine === undefined) return waiting('no alert-engine reads the commands of this organisation');
      if (!isPast(engine, this.#entryId)) return waiting('alert-engine has not come to it');
      this.#lastAlertId = await this.#readLastAlert();
    }
    const writer = await this.#readGroup('db_writer', 'a');
    if (writer === undefined) return waiting('no db-writer reads the alerts of this organisation');
    if (isPast(writer, this.#lastAlertId)) return { kind: 'stored' };
    return waiting('alert-engine has handled it; db-writer has not stored what came of it');
  }

  async #readGroup(group: GroupName, lane: 'a' | 'c'): Promise<GroupState<Lane> | undefined> {
    const { states, failures } = await readGroupStates(
      this.#redis,
      [{ orgId: this.#orgId, expectedGroups: [] }],
      [lane],
    );
    const [failure] = failures;
    if (failure) throw failure.error;
    return states.find((state) => state.group === group);
  }

  async #readLastAlert(): Promise<EntryId> {
    const key = orgKeys(this.#orgId).alertsStream();
    const rows = (await this.#redis.call('XREVRANGE', key, ['+', '-', 'COUNT', 1], { retry: 'free' })) as [EntryId][];
    return rows[0]?.[0] ?? '0-0';
  }
}

/** Whether a group has handled an entry and all before it. */
function isPast(state: GroupState<Lane>, entryId: EntryId): boolean {
  if (compareEntryIds(state.lastDeliveredId, entryId) < 0) return false;
  return state.pendingEntries === 0 || compareEntryIds(state.oldestPendingId ?? '0-0', entryId) > 0;
}

function waiting(reason: string): Progress {
  return { kind: 'waiting', reason };
}
