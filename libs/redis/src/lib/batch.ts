import type { BatchOptions, RedisCommand, Reply } from './command.ts';
import { NotReplicatedError, OutcomeUnknownError, RedisReplyError, RedisUnavailableError } from './errors.ts';
import type { NodeResult } from './node-connection.ts';
import type { RedisMetrics } from './metrics.ts';
import { isDefiniteRefusal, redirectTarget, serverErrorKind } from './server-error.ts';
import type { Topology } from './topology.ts';
import { slotOf } from '@redoubt/key-schema';

export interface BatchLimits {
  commandTimeoutMs: number;
  retryTimeoutMs: number;
}

interface Pending {
  index: number;
  command: RedisCommand;
  last: NodeResult;
}

/**
 * Runs commands of any slots: one pipeline per master on the node's own connection, every result looked at; what a
 * server definitely refused is sent again singly, in order per slot, after a look at the slot map.
 * A cluster-wide pipeline of the client library does neither and stays on MOVED after a failover
 * (redis/ioredis#2075).
 */
export class BatchRunner {
  readonly #topology: Topology;
  readonly #limits: BatchLimits;
  readonly #metrics: RedisMetrics;

  constructor(topology: Topology, limits: BatchLimits, metrics: RedisMetrics) {
    this.#topology = topology;
    this.#limits = limits;
    this.#metrics = metrics;
  }

  /** One entry per command, in order: its reply, or the error it ended with. Never rejects. */
  async run(commands: readonly RedisCommand[], options: BatchOptions = {}): Promise<(Reply | Error)[]> {
    const results = new Array<Reply | Error>(commands.length);
    const groups = this.#groupByMaster(commands);
    const retries: Pending[] = [];
    await Promise.all(
      [...groups].map(([master, indexes]) => this.#runOnMaster(master, indexes, commands, options, results, retries)),
    );
    if (retries.length > 0) await this.#retryAll(retries, options, results);
    return results;
  }

  #groupByMaster(commands: readonly RedisCommand[]): Map<string, number[]> {
    const groups = new Map<string, number[]>();
    commands.forEach((command, index) => {
      const master = this.#topology.masterOf(command.key) ?? '';
      const group = groups.get(master);
      if (group) group.push(index);
      else groups.set(master, [index]);
    });
    return groups;
  }

  async #runOnMaster(
    master: string,
    indexes: readonly number[],
    commands: readonly RedisCommand[],
    options: BatchOptions,
    results: (Reply | Error)[],
    retries: Pending[],
  ): Promise<void> {
    const own = indexes.map((i) => commands[i] as RedisCommand);
    const outcomes = master === '' ? own.map(noMaster) : await this.#send(master, own, options);
    indexes.forEach((index, at) => {
      const last = outcomes[at] as NodeResult;
      const command = own[at] as RedisCommand;
      if (this.#mayRetry(command, last)) retries.push({ index, command, last });
      else results[index] = replyOrError(last);
    });
  }

  /** One pipeline on one node, with WAIT behind it when asked for. */
  async #send(
    master: string,
    commands: RedisCommand[],
    options: BatchOptions,
    asking?: 'asking',
  ): Promise<NodeResult[]> {
    const { wait } = options;
    const sent = wait ? [...commands, waitCommand(wait)] : commands;
    const timeoutMs = (options.timeoutMs ?? this.#limits.commandTimeoutMs) + (wait?.timeoutMs ?? 0);
    const connection = this.#topology.connection(master);
    const results = await connection.pipeline(sent, timeoutMs, asking);
    commands.forEach((command, i) => {
      const result = results[i];
      if (command.script && result?.kind === 'error' && serverErrorKind(result.message) === 'noscript') {
        connection.forgetScript(command.script.sha);
      }
    });
    if (!wait) return results;
    const confirmed = results.pop() as NodeResult;
    const isEnough = confirmed.kind === 'reply' && Number(confirmed.value) >= wait.replicas;
    return isEnough ? results : results.map((r) => (r.kind === 'reply' ? { kind: 'unknown', message: shortfall } : r));
  }

  #mayRetry(command: RedisCommand, result: NodeResult): boolean {
    if (result.kind === 'reply') return false;
    const kind = result.kind === 'error' ? serverErrorKind(result.message) : null;
    this.#metrics.commandErrors.inc({ kind: kind ?? result.kind });
    if (command.retry === 'never' || this.#topology.isClosed) return false;
    if (kind !== null) return isDefiniteRefusal(kind);
    if (result.kind === 'not_sent') return true;
    return command.retry === 'free' && result.kind === 'unknown' && result.message !== shortfall;
  }

  /** Slots side by side, commands of one slot one after another so that their order holds. */
  async #retryAll(retries: Pending[], options: BatchOptions, results: (Reply | Error)[]): Promise<void> {
    const deadline = performance.now() + this.#limits.retryTimeoutMs;
    const bySlot = Map.groupBy(retries, (p) => slotOf(p.command.key));
    await Promise.all(
      [...bySlot.values()].map(async (list) => {
        for (const pending of list.sort((a, b) => a.index - b.index)) {
          results[pending.index] = await this.#retryOne(pending, options, deadline);
        }
      }),
    );
  }

  async #retryOne(pending: Pending, options: BatchOptions, deadline: number): Promise<Reply | Error> {
    let { last } = pending;
    let isUnsure = last.kind === 'unknown';
    for (let attempt = 0; performance.now() < deadline; attempt++) {
      this.#metrics.retries.inc();
      const redirect = await this.#beforeRetry(last, attempt);
      const master = redirect?.node ?? this.#topology.masterOf(pending.command.key);
      if (master === undefined) continue;
      [last] = (await this.#send(master, [pending.command], options, redirect?.asking)) as [NodeResult];
      isUnsure ||= last.kind === 'unknown';
      if (!this.#mayRetry(pending.command, last)) return replyOrError(last);
    }
    // An earlier try without an answer may have been executed, whatever the later ones met.
    if (isUnsure && last.kind !== 'reply') return new OutcomeUnknownError(last.message);
    return last.kind === 'error' ? new RedisUnavailableError(last.message) : replyOrError(last);
  }

  /** Refreshes the map or waits, as the refusal asks; tells where to go when the refusal names a node. */
  async #beforeRetry(last: NodeResult, attempt: number): Promise<{ node: string; asking?: 'asking' } | undefined> {
    const kind = last.kind === 'error' ? serverErrorKind(last.message) : null;
    if (kind === 'noscript') return undefined;
    if (kind === 'ask') {
      const node = redirectTarget((last as { message: string }).message);
      return node ? { node, asking: 'asking' } : undefined;
    }
    if (kind !== 'moved' || attempt > 0) await pause(Math.min(50 * 2 ** attempt, 400));
    await this.#topology.refresh();
    const target = kind === 'moved' && attempt < 3 ? redirectTarget((last as { message: string }).message) : null;
    return target ? { node: target } : undefined;
  }
}

/** What a command ended with, as callers get it. */
export function replyOrError(result: NodeResult): Reply | Error {
  switch (result.kind) {
    case 'reply':
      return result.value;
    case 'error':
      return new RedisReplyError(serverErrorKind(result.message), result.message);
    case 'not_sent':
      return new RedisUnavailableError(result.message);
    case 'unknown':
      return result.message === shortfall ? new NotReplicatedError(shortfall) : new OutcomeUnknownError(result.message);
  }
}

const shortfall = 'too few replicas confirmed the write in time';

function noMaster(): NodeResult {
  return { kind: 'not_sent', message: 'the slot has no master' };
}

function waitCommand(wait: { replicas: number; timeoutMs: number }): RedisCommand {
  return { name: 'WAIT', key: '', args: [wait.replicas, wait.timeoutMs], retry: 'never' };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
