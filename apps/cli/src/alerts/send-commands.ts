import { appendCommands, awaitChanges, type Answer } from '@redoubt/commands';
import type { Command, OrgId } from '@redoubt/contracts';
import type { CaseTable } from '@redoubt/storage';
import type { Context } from '../command/context.ts';
import { explainError } from '../command/explain-error.ts';

/** A command and the alert or incident it is about. */
export interface AskedCommand {
  caseId: string;
  command: Command;
}

export interface SendOptions {
  orgId: OrgId;
  table: CaseTable;
  /** Whether to wait for what becomes of them, at most ten seconds. */
  isAwaited: boolean;
}

/** How long somebody waits for alert-engine and db-writer. */
const answerTimeoutMs = 10_000;
/** Of --timeout, for what comes before and after. */
const reserveMs = 2_000;

/** Puts commands on the organisation's stream; returns the answer of each by its command's id, none of what was not awaited. */
export async function sendCommands(
  context: Context,
  asked: readonly AskedCommand[],
  { orgId, table, isAwaited }: SendOptions,
): Promise<Map<string, Answer>> {
  if (asked.length === 0) return new Map();
  const [database, redis] = [await context.database(), await context.redis()];
  const commands = asked.map(({ command }) => command);
  const entryId = await appendCommands(redis, orgId, commands);
  if (!isAwaited) return new Map();
  const onUnreadable = (error: Error): string => `what became of it cannot be read: ${explainError(error).message}`;
  const sent = asked.map(({ caseId, command: { commandId } }) => ({ caseId, commandId }));
  const waitMs = Math.min(answerTimeoutMs, Math.max(0, context.timeoutMs - reserveMs));
  const { clock, signal } = context;
  return awaitChanges({ database, redis, clock, onUnreadable }, { orgId, table, sent, entryId, waitMs, signal });
}
