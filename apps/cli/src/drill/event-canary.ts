import { randomUUID } from 'node:crypto';
import { toError, type OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import { Agent, request } from 'undici';

export interface EventCanaryOptions {
  /** Base address of the gateway. */
  url: string;
  apiKey: string;
  orgId: OrgId;
  ca?: string;
  pause: (ms: number) => Promise<void>;
}

export interface CanaryVerdict {
  /** Events that the gateway answered 202 for. */
  accepted: number;
  /** Of those, how many PostgreSQL lacks. */
  lost: number;
  /** Copies beyond the first. */
  duplicated: number;
  /** Longest time in which the gateway took nothing, ms. */
  longestGapMs: number;
  /** Requests that were answered otherwise, or not at all, and made again. */
  retries: number;
}

/** Below the quota of the canary organisation. */
const PAUSE_MS = 150;
const REQUEST_MS = 3_000;
const SETTLE_MS = 60_000;
const LOOK_MS = 250;

/**
 * Sends events of its own through the gateway, one request after the other, each until it is taken and under one
 * Idempotency-Key; in the end looks for each of them in PostgreSQL.
 */
export class EventCanary {
  readonly #options: EventCanaryOptions;
  readonly #agent: Agent;
  readonly #run = randomUUID();
  readonly #accepted: string[] = [];
  #longestGapMs = 0;
  #retries = 0;
  #isStopped = false;
  #running: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #lastFailure = '';

  constructor(options: EventCanaryOptions) {
    this.#options = options;
    this.#agent = new Agent(options.ca === undefined ? {} : { connect: { ca: options.ca } });
  }

  /** Resolves when a first event was taken. @throws Error with the gateway's answer when none is within 10 s */
  async start(): Promise<void> {
    this.#running ??= this.#send();
    const deadlineMs = performance.now() + 10_000;
    while (this.#accepted.length === 0) {
      if (performance.now() > deadlineMs) throw new Error(`the gateway takes no event: ${this.#lastFailure}`);
      await this.#options.pause(LOOK_MS);
    }
  }

  /** Ends the sending and waits until all that was taken is stored, a minute at most. */
  async stop(database: Database): Promise<CanaryVerdict> {
    await this.close();
    const { pause } = this.#options;
    const deadlineMs = performance.now() + SETTLE_MS;
    let copies = await this.#copies(database);
    while (copies.size < this.#accepted.length && performance.now() < deadlineMs) {
      await pause(LOOK_MS);
      copies = await this.#copies(database);
    }
    const stored = [...copies.values()].reduce((sum, count) => sum + count, 0);
    return {
      accepted: this.#accepted.length,
      lost: this.#accepted.filter((id) => !copies.has(id)).length,
      duplicated: stored - copies.size,
      longestGapMs: Math.round(this.#longestGapMs),
      retries: this.#retries,
    };
  }

  /** Ends the sending. Safe to call twice. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    await this.#agent.close();
  }

  async #send(): Promise<void> {
    let lastMs = performance.now();
    for (let count = 0; !this.#isStopped; count++) {
      const id = `drill-${this.#run}-${count}`;
      while (!(await this.#isTaken(id))) {
        if (this.#isStopped) return;
        this.#retries += 1;
        await this.#options.pause(PAUSE_MS);
      }
      this.#accepted.push(id);
      this.#longestGapMs = Math.max(this.#longestGapMs, performance.now() - lastMs);
      lastMs = performance.now();
      await this.#options.pause(PAUSE_MS);
    }
  }

  async #isTaken(externalId: string): Promise<boolean> {
    const { url, apiKey } = this.#options;
    try {
      const { statusCode, body } = await request(`${url.replace(/\/$/, '')}/v1/events`, {
        ...{ method: 'POST', dispatcher: this.#agent, signal: AbortSignal.timeout(REQUEST_MS) },
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': externalId,
        },
        body: JSON.stringify({ eventType: 'redoubt_drill', severity: 'informational', externalId }),
      });
      const text = await body.text();
      if (statusCode !== 202) this.#lastFailure = `${statusCode} ${text.slice(0, 200)}`;
      return statusCode === 202;
    } catch (error) {
      this.#lastFailure = toError(error).message;
      return false;
    }
  }

  /** How often each event stands in PostgreSQL. */
  async #copies(database: Database): Promise<Map<string, number>> {
    const rows = await database.transaction(
      (session) =>
        session.query<{ external_id: string; copies: number }>(
          `SELECT external_id, count(*)::int AS copies FROM events
           WHERE org_id = $1 AND event_time > now() - interval '1 day' AND external_id LIKE $2 GROUP BY external_id`,
          [this.#options.orgId, `drill-${this.#run}-%`],
        ),
      { role: 'redoubt_reader', orgId: this.#options.orgId, isReadOnly: true, statementTimeoutMs: 10_000 },
    );
    return new Map(rows.map((row) => [row.external_id, row.copies]));
  }
}
