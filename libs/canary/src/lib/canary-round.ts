import { randomUUID } from 'node:crypto';
import { toError, type AlertRecord, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { getAlert, searchEvents, type Database } from '@redoubt/storage';
import { decodeEntry } from '@redoubt/stream';
import { request, type Agent } from 'undici';
import { CANARY_EVENT_TYPE } from './canary-rule.ts';
import { createGatewayAgent } from './gateway-agent.ts';

/** Where a round can stop, in the order of the way. */
export const CANARY_STAGES = ['accepted', 'alerted', 'event_stored', 'alert_stored'] as const;
export type CanaryStage = (typeof CANARY_STAGES)[number];

export interface CanaryOptions {
  /** Base address of the gateway. */
  url: string;
  /** Of the canary's organisation, with scope ingest. */
  apiKey: string;
  orgId: OrgId;
  /** A round gives up after this long, ms. */
  timeoutMs: number;
  /** Whom to trust beside the system, PEM. */
  ca?: string;
}

export interface CanaryDeps {
  redis: RedisClient;
  database: Database;
  clock: Clock;
}

export interface CanaryResult {
  isOk: boolean;
  /** From before the request was sent, ms; a stage that was not reached is absent. */
  latencyMs: Partial<Record<CanaryStage, number>>;
  /** Stages that were not reached. */
  failed: { stage: CanaryStage; reason: string }[];
}

const pollMs = 100;
const readEntries = 20;

/** One event on its way: in at the gateway, out as an alert and as rows. Never throws. */
export class CanaryRound {
  readonly #deps: CanaryDeps;
  readonly #options: CanaryOptions;
  readonly #agent: Agent;

  constructor(deps: CanaryDeps, options: CanaryOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#agent = createGatewayAgent(options.ca);
  }

  async run(signal?: AbortSignal): Promise<CanaryResult> {
    const { clock } = this.#deps;
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    const stop = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    const result: CanaryResult = { isOk: false, latencyMs: {}, failed: [] };
    const user = `canary-${randomUUID()}`;
    const [startedMs, sentAtMs] = [clock.monotonicMs(), clock.now()];
    const reach = async <T>(stage: CanaryStage, work: () => Promise<T>): Promise<T | undefined> => {
      try {
        const value = await work();
        result.latencyMs[stage] = clock.monotonicMs() - startedMs;
        return value;
      } catch (error) {
        result.failed.push({ stage, reason: toError(error).message });
        return undefined;
      }
    };
    const isSent = await reach('accepted', () => this.#send(user, sentAtMs, stop).then(() => true));
    if (isSent) {
      await Promise.all([
        reach('event_stored', () => this.#poll(stop, () => this.#findEvent(user, sentAtMs))),
        reach('alerted', () => this.#poll(stop, () => this.#findAlert(user))).then(async (alertId) => {
          if (alertId === undefined) return;
          await reach('alert_stored', () => this.#poll(stop, () => this.#findStoredAlert(alertId)));
        }),
      ]);
    }
    result.isOk = result.failed.length === 0;
    return result;
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #send(user: string, eventTimeMs: number, signal: AbortSignal): Promise<void> {
    const { url, apiKey } = this.#options;
    const event = { eventType: CANARY_EVENT_TYPE, severity: 'critical', user, eventTimeMs, message: 'canary' };
    const { statusCode, body } = await request(`${url.replace(/\/$/, '')}/v1/events`, {
      ...{ method: 'POST', dispatcher: this.#agent, signal },
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': user },
      body: JSON.stringify(event),
    });
    await body.dump();
    if (statusCode !== 202) throw new Error(`the gateway answered ${statusCode}`);
  }

  /** The newest alerts are enough: the organisation has no others. */
  async #findAlert(user: string): Promise<string | undefined> {
    const key = orgKeys(this.#options.orgId).alertsStream();
    const rows = (await this.#deps.redis.call('XREVRANGE', key, ['+', '-', 'COUNT', readEntries], {
      ...{ retry: 'free', buffers: true },
    })) as [Buffer, Buffer[]][];
    for (const [id, fields] of rows) {
      const entry = decodeEntry(id.toString('latin1'), fields);
      if (!('lines' in entry)) continue;
      const records = entry.lines.map((line) => JSON.parse(line.toString('utf8')) as AlertRecord);
      const found = records.find((record) => record.type === 'alert' && record.alert.subject.user === user);
      if (found?.type === 'alert') return found.alert.alertId;
    }
    return undefined;
  }

  async #findEvent(user: string, sentAtMs: number): Promise<true | undefined> {
    const { orgId } = this.#options;
    const within = { fromMs: sentAtMs - 1, toMs: sentAtMs + 60_000 };
    const filters = { type: CANARY_EVENT_TYPE, user, ...within };
    const { events } = await searchEvents(this.#deps.database, orgId, filters, { limit: 1 });
    return events.length > 0 ? true : undefined;
  }

  async #findStoredAlert(alertId: string): Promise<true | undefined> {
    return (await getAlert(this.#deps.database, this.#options.orgId, alertId)) === undefined ? undefined : true;
  }

  /** Asks until there is something. A failed question is asked again; the last failure is the reason. */
  async #poll<T>(signal: AbortSignal, ask: () => Promise<T | undefined>): Promise<T> {
    let reason = `nothing within ${this.#options.timeoutMs} ms`;
    while (!signal.aborted) {
      try {
        const found = await ask();
        if (found !== undefined) return found;
      } catch (error) {
        reason = toError(error).message;
      }
      await pause(pollMs, signal);
    }
    throw new Error(reason);
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, durationMs);
  signal.addEventListener('abort', end, { once: true });
  return promise;
}
