import { randomUUID } from 'node:crypto';
import { appendCommands, awaitChanges, type Answer, type SentCommand } from '@redoubt/commands';
import type { Command, EntryId, OrgId } from '@redoubt/contracts';
import type { CaseTable } from '@redoubt/storage';
import type { Principal } from '@redoubt/tenancy';
import { actorOf } from '../auth/actor.ts';
import { Refusal } from '../http/refusal.ts';
import type { Services } from '../routes/services.ts';
import type { CommandResult } from './command-schemas.ts';

/** Who asks, when, and under which id. */
export interface CommandHead {
  commandId: string;
  actor: string;
  atMs: number;
}

export interface Ask {
  principal: Principal;
  table: CaseTable;
  /** Of alerts or incidents; repeats count once. */
  ids: readonly string[];
  /** Whether the principal's organisation has it. */
  exists: (id: string) => Promise<boolean>;
  commandFor: (id: string, head: CommandHead) => Command;
  /** 0: do not wait. */
  waitMs: number;
  signal: AbortSignal;
}

/** Existence is looked up so many at a time. */
const parallel = 10;

/** Puts what people ask of alerts and incidents on the commands stream, and waits for what becomes of it. */
export class CommandDesk {
  readonly #services: Services;
  #waiters = 0;

  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Sends one command for each alert or incident there is.
   *
   * @throws Refusal `not_found` when there is none of them, AppendRefused when the stream takes nothing
   */
  async ask(ask: Ask): Promise<{ results: CommandResult[] }> {
    const { principal, commandFor } = ask;
    const ids = [...new Set(ask.ids.map((id) => id.toLowerCase()))];
    const known = await knownOf(ids, ask.exists);
    if (known.size === 0) throw new Refusal('not_found', 'there is none of these');
    const by = { actor: actorOf(principal), atMs: this.#services.clock.now() };
    const sent = ids.flatMap((caseId) => {
      if (!known.has(caseId)) return [];
      const command = commandFor(caseId, { ...by, commandId: randomUUID() });
      return [{ caseId, commandId: command.commandId, command }];
    });
    const entryId = await this.append(
      principal.orgId,
      sent.map(({ command }) => command),
    );
    const answers = await this.#wait(ask, { sent, entryId });
    const byId = new Map(sent.map(({ caseId, commandId }) => [caseId, commandId]));
    return { results: ids.map((id) => resultOf(id, byId.get(id), answers)) };
  }

  /**
   * Puts commands on the organisation's stream in their order; returns the last entry that holds one.
   *
   * @throws AppendRefused  the stream is full, or Redis cannot take it now
   */
  append(orgId: OrgId, commands: readonly Command[]): Promise<EntryId> {
    return appendCommands(this.#services.redis, orgId, commands);
  }

  async #wait(
    { principal, table, waitMs, signal }: Ask,
    { sent, entryId }: { sent: readonly SentCommand[]; entryId: EntryId },
  ): Promise<Map<string, Answer>> {
    if (waitMs === 0) return new Map();
    if (this.#waiters >= this.#services.limits.maxWaiters) {
      const answer: Answer = { kind: 'unanswered', detail: 'too many others are waiting' };
      return new Map(sent.map(({ commandId }) => [commandId, answer]));
    }
    this.#waiters += 1;
    try {
      const { orgId } = principal;
      const onUnreadable = (err: Error): string => {
        this.#services.log.warn({ err, orgId }, 'command_progress_unreadable');
        return 'what became of it cannot be read now';
      };
      return await awaitChanges({ ...this.#services, onUnreadable }, { orgId, table, sent, entryId, waitMs, signal });
    } finally {
      this.#waiters -= 1;
    }
  }
}

async function knownOf(ids: readonly string[], exists: (id: string) => Promise<boolean>): Promise<Set<string>> {
  const known = new Set<string>();
  const waiting = [...ids];
  const look = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) if (await exists(id)) known.add(id);
  };
  await Promise.all(Array.from({ length: parallel }, look));
  return known;
}

function resultOf(id: string, commandId: string | undefined, answers: ReadonlyMap<string, Answer>): CommandResult {
  if (commandId === undefined) return { id, outcome: 'not_found' };
  const answer = answers.get(commandId);
  switch (answer?.kind) {
    case undefined:
      return { id, outcome: 'sent', commandId };
    case 'done':
      return { id, outcome: 'done', commandId, status: answer.status };
    case 'unanswered':
      return { id, outcome: 'unanswered', commandId, detail: answer.detail };
    case 'refused':
      return { id, outcome: 'refused', commandId };
  }
}
