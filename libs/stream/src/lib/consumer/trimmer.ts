import { LANES, type Clock } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { streamScripts } from '../scripts.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { OrgWork } from './org-work.ts';

export interface TrimOptions {
  intervalMs: number;
  /** Groups expected of an organisation whose settings name none. */
  expectedGroups: readonly GroupName[];
}

const maxPerSlice = 100;

/** Trims the streams of owned organisations to what their expected groups still need. */
export class Trimmer {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #metrics: ConsumerMetrics;
  readonly #group: GroupName;
  readonly #options: TrimOptions;
  readonly #script: ReturnType<RedisClient['script']>;

  constructor(
    deps: { redis: RedisClient; log: Logger; clock: Clock; metrics: ConsumerMetrics },
    group: GroupName,
    options: TrimOptions,
  ) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#clock = deps.clock;
    this.#metrics = deps.metrics;
    this.#group = group;
    this.#options = options;
    this.#script = deps.redis.script(streamScripts.trim);
  }

  /** Trims whoever is due, at most a pipeline full. */
  async slice(orgs: Iterable<OrgWork>): Promise<void> {
    const now = this.#clock.monotonicMs();
    const due: OrgWork[] = [];
    for (const org of orgs) {
      if (due.length >= maxPerSlice) break;
      if (org.nextTrimMs <= now && !org.isLost) due.push(org);
    }
    if (due.length === 0) return;
    for (const org of due) org.nextTrimMs = now + this.#options.intervalMs * (0.9 + Math.random() * 0.2);
    const replies = await this.#redis.batch(due.flatMap((org) => this.#commands(org)));
    replies.forEach((reply, i) => this.#note(due[Math.floor(i / LANES.length)] as OrgWork, reply));
  }

  #commands(org: OrgWork): RedisCommand[] {
    const expected = this.#options.expectedGroups.join(',');
    return LANES.map((lane) =>
      this.#script.command([org.keys.lane(lane), org.keys.config()], ['~', expected, ''], { retry: 'free' }),
    );
  }

  #note(org: OrgWork, reply: Reply | Error): void {
    if (reply instanceof Error) {
      this.#log.warn({ orgId: org.orgId, err: reply }, 'trim_failed');
      return;
    }
    const [status, value] = reply as [string, number | string];
    if (status === 'ok') this.#metrics.trimmed.inc({ group: this.#group }, Number(value));
    else if (status === 'missing') {
      this.#metrics.noGroup.inc({ group: this.#group });
      this.#log.error({ orgId: org.orgId, missing: value }, 'trim_blocked_by_missing_group');
    }
  }
}
