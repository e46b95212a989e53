import type { AuditEntry } from '@redoubt/acl';
import { readSecurityReply, type SecurityAsker } from '@redoubt/commands';
import { toError, type Clock, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import { RequestProgress } from './request-progress.ts';
import { RequestReader, type RequestEntry } from './request-reader.ts';
import type { RequestOutcome, RequestWork } from './request-work.ts';
import { isAsker, refusalFor, reinstatedTooEarly, reinstates, VoidRequests } from './void-requests.ts';

export interface RequestDeskDeps {
  redis: RedisClient;
  work: Pick<RequestWork, 'do'>;
  record: (entry: AuditEntry) => Promise<void>;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

/** An entry that is worked on. */
interface Active {
  entry: RequestEntry;
  /** That found it. */
  look: number;
  done: Promise<void>;
}

/** Longer than a request is good for: what has a reply is not done again. */
const REPLY_LIFE_S = 600;
/** Nobody waits for an answer any longer, and nobody expects it to be done now. */
const MAX_AGE_MS = 300_000;
/** Requests of one stream at work at one time, and as many revocations; further ones wait in the stream. */
const MAX_ACTIVE = 16;
/** Operators first. */
const ASKERS: readonly SecurityAsker[] = ['cli', 'dashboard'];

/**
 * Takes what people ask of acl-manager from `{acl}:requests` (the dashboard's) and `{acl}:requests:operators` (the
 * command line's) and answers under `{acl}:reply:<id>`. Requests are worked on side by side, so that nobody waits for a
 * rotation; who is to be shut out comes before all else. An entry leaves the stream when it was answered, so that a
 * crash leaves it to the next instance; what was done for it is not done a second time, nor is a request that came
 * twice. Each stands in the audit chain with who asked and why.
 *
 * A stream has one Redis user that may write to it, so what is asked is known to come from that user or an administrator
 * of Redis. Once a user is out, nothing that was asked before lets it in, and nothing that it asked is done.
 */
export class RequestDesk {
  readonly #deps: RequestDeskDeps;
  readonly #reader: RequestReader;
  readonly #void = new VoidRequests();
  /** By stream and entry. */
  readonly #active = new Map<string, Active>();
  /** Ids of requests at work. */
  readonly #taken = new Set<string>();
  /** By user: what shuts out and lets in, one after the other. */
  readonly #turns = new Map<string, Promise<void>>();
  /** Streams that had too many at the last look: said once until it ends. */
  readonly #flooded = new Set<SecurityAsker>();
  readonly #stop = new AbortController();

  constructor(deps: RequestDeskDeps) {
    this.#deps = deps;
    this.#reader = new RequestReader(deps.redis);
  }

  /** Takes what has come. Rejects when Redis does not answer. */
  async look(): Promise<void> {
    const leaving = new Set<string>();
    for (const by of ASKERS) {
      const look = this.#void.begin();
      const { revocations, others, droppedCount } = await this.#reader.read(by);
      for (const entry of revocations) {
        if (by === 'cli' && entry.request?.action === 'revoke') leaving.add(entry.request.user);
        this.#takeUp(entry, look);
      }
      // What is void once these are out is not begun before.
      const staying = leaving.has(by) ? [] : others.filter((entry) => !reinstates(entry, leaving));
      for (const entry of staying) this.#takeUp(entry, look);
      await this.#tellDropped(by, droppedCount);
    }
  }

  #takeUp(entry: RequestEntry, look: number): void {
    const { by, entryId, request } = entry;
    const id = `${by} ${entryId}`;
    if (this.#active.has(id) || this.#stop.signal.aborted) return;
    // The same request once more: looked at again when the first of the two was answered.
    if (request !== null && this.#taken.has(request.requestId)) return;
    const isRevocation = request?.action === 'revoke';
    const alike = [...this.#active.values()].filter(
      ({ entry: other }) => other.by === by && (other.request?.action === 'revoke') === isRevocation,
    );
    if (alike.length >= MAX_ACTIVE) return;
    if (request !== null) this.#taken.add(request.requestId);
    const isInTurn = request?.action === 'revoke' || request?.action === 'reinstate';
    const take = (): Promise<void> => this.#take(entry, look);
    const done = (isInTurn ? this.#inTurn(request.user, take) : take())
      .catch((error: unknown) => this.#deps.log.error({ err: toError(error), entryId }, 'request_failed'))
      .finally(() => {
        this.#active.delete(id);
        if (request !== null) this.#taken.delete(request.requestId);
      });
    this.#active.set(id, { entry, look, done });
  }

  /** One user does not wait for another: a node may take its time. */
  #inTurn(user: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(user) ?? Promise.resolve()).then(work);
    const last = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#turns.get(user) === last) this.#turns.delete(user);
      });
    this.#turns.set(user, last);
    return turn;
  }

  /** Lets what is at work come to a point where the next instance can go on with it. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  async #take(entry: RequestEntry, look: number): Promise<void> {
    const { by, entryId, request } = entry;
    if (request !== null && (await this.#isAnswered(request))) return this.#reader.remove(by, [entryId]);
    const outcome = request === null ? unreadable : await this.#outcomeOf(request, entry, look);
    // What could not be finished stays in the stream for the next instance.
    if (this.#stop.signal.aborted && !outcome.ok) return;
    // Before who asked is told that the user is out.
    if (outcome.result?.action === 'revoke') await this.#voidRequests(outcome.result.user);
    await this.#settle(entry, outcome);
  }

  async #settle({ by, entryId, request }: RequestEntry, outcome: RequestOutcome): Promise<void> {
    const { action, requestId = '' } = request ?? { action: 'unreadable' as const };
    const reply: SecurityReply = { requestId, state: 'done', ...outcome };
    this.#deps.metrics.requests.inc({ action, result: outcome.ok ? 'ok' : 'refused' });
    await this.#deps.record({
      kind: 'request',
      ...(request ? { actor: request.actor, reason: request.reason } : {}),
      ...(request && 'user' in request && request.user !== undefined ? { user: request.user } : {}),
      detail: { action, requestId, by, ok: outcome.ok, detail: outcome.detail },
    });
    if (request !== null) await this.#answer(reply);
    await this.#reader.remove(by, [entryId]);
  }

  /**
   * What the user asked itself is gone, and so is what would let it in. Those that are at work already are refused when
   * their turn comes. A crash on the way leaves the revocation in its stream, and the next instance does it again.
   */
  async #voidRequests(user: string): Promise<void> {
    const isNew = ({ by, entryId }: RequestEntry): boolean => !this.#active.has(`${by} ${entryId}`);
    if (isAsker(user)) {
      const { revocations, others, droppedCount } = await this.#reader.read(user);
      await this.#tellVoid(user, [...revocations, ...others].filter(isNew).length + droppedCount);
      await this.#reader.empty(user);
    }
    if (user !== 'cli') {
      const { others } = await this.#reader.read('cli');
      for (const entry of others.filter((one) => isNew(one) && reinstates(one, new Set([user])))) {
        await this.#settle(entry, { ok: false, detail: reinstatedTooEarly(user) });
      }
    }
    this.#void.add(user);
  }

  async #tellVoid(user: string, count: number): Promise<void> {
    if (count === 0) return;
    const detail = { action: 'dropped', by: user, count, detail: `what ${user} asked before it was shut out` };
    await this.#deps.record({ kind: 'request', user, detail: { ...detail, ok: false } });
  }

  async #tellDropped(by: SecurityAsker, count: number): Promise<void> {
    if (count === 0) return void this.#flooded.delete(by);
    this.#deps.metrics.droppedRequests.inc({ by }, count);
    if (this.#flooded.has(by)) return;
    this.#flooded.add(by);
    this.#deps.log.warn({ by, count }, 'requests_dropped');
    const detail = 'more requests wait than one user may have waiting; the newer ones are dropped';
    await this.#deps.record({ kind: 'request', user: by, detail: { action: 'dropped', by, count, ok: false, detail } });
  }

  async #isAnswered({ requestId }: SecurityRequest): Promise<boolean> {
    return (await readSecurityReply(this.#deps.redis, requestId))?.state === 'done';
  }

  async #outcomeOf(request: SecurityRequest, entry: RequestEntry, look: number): Promise<RequestOutcome> {
    const { work, clock, log } = this.#deps;
    const refusal = refusalFor(entry) ?? this.#void.reasonFor(entry, look);
    if (refusal !== undefined) return { ok: false, detail: refusal };
    if (clock.now() - entry.atMs > MAX_AGE_MS) {
      return { ok: false, detail: 'the request is older than five minutes; ask again' };
    }
    const { requestId, action } = request;
    await this.#answer({ requestId, state: 'running', ok: true, detail: 'under way' });
    log.info({ requestId, action, actor: request.actor }, 'request_taken');
    const progress = new RequestProgress((detail) => this.#answer({ requestId, state: 'running', ok: true, detail }));
    try {
      return await work.do(request, {
        // An id may name a time to come.
        askedAtMs: Math.min(entry.atMs, clock.now()),
        signal: this.#stop.signal,
        onProgress: (text) => progress.tell(text),
      });
    } catch (error) {
      return { ok: false, detail: toError(error).message };
    } finally {
      // What is under way must not come after the answer.
      await progress.told();
    }
  }

  async #answer(reply: SecurityReply): Promise<void> {
    const args = [JSON.stringify(reply), 'EX', REPLY_LIFE_S];
    await this.#deps.redis.call('SET', clusterKeys.aclReply(reply.requestId), args, { retry: 'free' });
  }
}

const unreadable: RequestOutcome = { ok: false, detail: 'not a request' };
