import type { AuditEntry } from '@redoubt/acl';
import { readSecurityReply } from '@redoubt/commands';
import {
  securityRequestSchema,
  toError,
  type Clock,
  type SecurityReply,
  type SecurityRequest,
} from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import { Turns } from '../turns.ts';
import type { RequestOutcome, RequestWork } from './request-work.ts';

export interface RequestDeskDeps {
  redis: RedisClient;
  work: Pick<RequestWork, 'do'>;
  record: (entry: AuditEntry) => Promise<void>;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

interface Entry {
  entryId: string;
  atMs: number;
  /** null for what is none. */
  request: SecurityRequest | null;
}

/** Longer than a request is good for: what has a reply is not done again. */
const REPLY_LIFE_S = 600;
/** Nobody waits for an answer any longer, and nobody expects it to be done now. */
const MAX_AGE_MS = 300_000;
/** Requests at work at one time; further ones wait in the stream. */
const MAX_ACTIVE = 16;

/**
 * Takes what people ask of acl-manager from `{acl}:requests` and answers under `{acl}:reply:<id>`. Requests are worked
 * on side by side, so that nobody waits for a rotation; who is shut out and let in again is done in the order asked. An
 * entry leaves the stream when it was answered, so that a crash leaves it to the next instance; what was done for it is
 * not done a second time, nor is a request that came twice. Each stands in the audit chain with who asked and why.
 */
export class RequestDesk {
  readonly #deps: RequestDeskDeps;
  /** By entry. */
  readonly #active = new Map<string, Promise<void>>();
  /** Ids of requests at work. */
  readonly #taken = new Set<string>();
  readonly #turns = new Turns();
  readonly #stop = new AbortController();

  constructor(deps: RequestDeskDeps) {
    this.#deps = deps;
  }

  /** Takes what has come. Rejects when Redis does not answer. */
  async look(): Promise<void> {
    const args = ['-', '+', 'COUNT', MAX_ACTIVE];
    const rows = await this.#deps.redis.call('XRANGE', clusterKeys.aclRequests(), args, { retry: 'free' });
    for (const [entryId, fields] of rows as [string, string[]][]) {
      if (this.#active.has(entryId) || this.#stop.signal.aborted) continue;
      const request = parseRequest(fields[fields.indexOf('request') + 1] ?? '');
      // The same request once more: looked at again when the first of the two was answered.
      if (request !== null && this.#taken.has(request.requestId)) continue;
      this.#begin({ entryId, atMs: Number(entryId.split('-')[0]), request });
    }
  }

  #begin(entry: Entry): void {
    const { entryId, request } = entry;
    const isInTurn = request?.action === 'revoke' || request?.action === 'apply';
    if (request !== null) this.#taken.add(request.requestId);
    const work = (isInTurn ? this.#turns.take(() => this.#take(entry)) : this.#take(entry))
      .catch((error: unknown) => this.#deps.log.error({ err: toError(error), entryId }, 'request_failed'))
      .finally(() => {
        this.#active.delete(entryId);
        if (request !== null) this.#taken.delete(request.requestId);
      });
    this.#active.set(entryId, work);
  }

  /** Lets what is at work come to a point where the next instance can go on with it. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#active.values());
  }

  async #take(entry: Entry): Promise<void> {
    const { request } = entry;
    if (request !== null && (await this.#isAnswered(request))) return this.#drop(entry);
    const outcome = request === null ? unreadable : await this.#do(request, entry);
    // What could not be finished stays in the stream for the next instance.
    if (this.#stop.signal.aborted && !outcome.ok) return;
    const { action, requestId = '' } = request ?? { action: 'unreadable' as const };
    const reply: SecurityReply = { requestId, state: 'done', ...outcome };
    this.#deps.metrics.requests.inc({ action, result: outcome.ok ? 'ok' : 'refused' });
    await this.#deps.record({
      kind: 'request',
      ...(request ? { actor: request.actor, reason: request.reason } : {}),
      ...(request && 'user' in request && request.user !== undefined ? { user: request.user } : {}),
      detail: { action, requestId, ok: outcome.ok, detail: outcome.detail },
    });
    if (request !== null) await this.#answer(reply);
    await this.#drop(entry);
  }

  async #drop({ entryId }: Entry): Promise<void> {
    await this.#deps.redis.call('XDEL', clusterKeys.aclRequests(), [entryId], { retry: 'free' });
  }

  async #isAnswered({ requestId }: SecurityRequest): Promise<boolean> {
    return (await readSecurityReply(this.#deps.redis, requestId))?.state === 'done';
  }

  async #do(request: SecurityRequest, { atMs }: Entry): Promise<RequestOutcome> {
    const { work, clock, log } = this.#deps;
    if (clock.now() - atMs > MAX_AGE_MS) {
      return { ok: false, detail: 'the request is older than five minutes; ask again' };
    }
    const { requestId, action } = request;
    await this.#answer({ requestId, state: 'running', ok: true, detail: 'under way' });
    log.info({ requestId, action, actor: request.actor }, 'request_taken');
    const progress = new Progress((detail) => this.#answer({ requestId, state: 'running', ok: true, detail }));
    try {
      return await work.do(request, {
        askedAtMs: atMs,
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

/** Tells who waits what is done for them meanwhile; what cannot be told is left out. */
class Progress {
  readonly #write: (text: string) => Promise<void>;
  #last = '';
  #writing: Promise<void> = Promise.resolve();

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  tell(text: string): void {
    if (text === this.#last) return;
    this.#last = text;
    this.#writing = this.#writing.then(() => this.#write(text)).catch(() => undefined);
  }

  told(): Promise<void> {
    return this.#writing;
  }
}

const unreadable: RequestOutcome = { ok: false, detail: 'not a request' };

function parseRequest(text: string): SecurityRequest | null {
  try {
    const parsed = securityRequestSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
