import { randomUUID } from 'node:crypto';
import { createGatewayAgent } from '@redoubt/canary';
import { toError, type OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import { request, type Agent } from 'undici';
import type { EventFigures } from './judge-failover.ts';

export interface EventCanaryOptions {
  /** Base address of the gateway. */
  url: string;
  apiKey: string;
  orgId: OrgId;
  /** Whom to trust beside the system, PEM. */
  ca?: string;
  pause: (ms: number) => Promise<void>;
  /** Ends the wait for what was taken to be stored. */
  signal: AbortSignal;
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
  #lastMs = 0;
  #newestSentMs = -Infinity;
  #longestGapMs = 0;
  #retries = 0;
  #isStopped = false;
  #running: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #lastFailure = 'no answer';

  constructor(options: EventCanaryOptions) {
    this.#options = options;
    this.#agent = createGatewayAgent(options.ca);
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

  /** Why the last event that was not taken was not. */
  get lastFailure(): string {
    return this.#lastFailure;
  }

  /** Whether an event is taken that was sent from now on. */
  async takesAgain(withinMs: number): Promise<boolean> {
    const sinceMs = performance.now();
    while (this.#newestSentMs < sinceMs) {
      if (performance.now() - sinceMs >= withinMs) return false;
      await this.#options.pause(LOOK_MS);
    }
    return true;
  }

  /** Ends the sending. Safe to call twice. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** What was measured while it sent; to be asked for after `close`. */
  get figures(): EventFigures {
    const [accepted, longestGapMs] = [this.#accepted.length, Math.round(this.#longestGapMs)];
    return { accepted, longestGapMs, retries: this.#retries };
  }

  /**
   * Waits until all that was taken is stored, a minute at most.
   *
   * @throws RetryableError or PermanentError of PostgreSQL, Error when interrupted
   */
  async lookUp(database: Database): Promise<{ lost: number; duplicated: number }> {
    const { pause, signal } = this.#options;
    const deadlineMs = performance.now() + SETTLE_MS;
    for (;;) {
      const copies = await this.#copies(database);
      // One that was not answered in time may be there as well.
      const lost = this.#accepted.filter((id) => !copies.has(id)).length;
      const stored = [...copies.values()].reduce((sum, count) => sum + count, 0);
      if (lost === 0 || performance.now() >= deadlineMs) return { lost, duplicated: stored - copies.size };
      if (signal.aborted) throw new Error('interrupted');
      await pause(LOOK_MS);
    }
  }

  async #close(): Promise<void> {
    this.#isStopped = true;
    if (this.#running !== undefined) {
      await this.#running;
      this.#countGap();
    }
    await this.#agent.close();
  }

  async #send(): Promise<void> {
    this.#lastMs = performance.now();
    for (let count = 0; !this.#isStopped; count++) {
      const id = `drill-${this.#run}-${count}`;
      let sentMs = performance.now();
      while (!(await this.#isTaken(id))) {
        if (this.#isStopped) return;
        this.#retries += 1;
        await this.#options.pause(PAUSE_MS);
        sentMs = performance.now();
      }
      this.#accepted.push(id);
      this.#newestSentMs = sentMs;
      this.#countGap();
      this.#lastMs = performance.now();
      await this.#options.pause(PAUSE_MS);
    }
  }

  #countGap(): void {
    this.#longestGapMs = Math.max(this.#longestGapMs, performance.now() - this.#lastMs);
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
