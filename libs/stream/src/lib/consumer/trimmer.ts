import { LANES, type Clock, type Lane } from '@redoubt/contracts';
import { groupsOfLane, parseGroupName, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { detachGroup } from '../provision/detach-group.ts';
import { streamScripts } from '../scripts.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { OrgWork } from './org-work.ts';

export interface TrimOptions {
  intervalMs: number;
  /** Groups expected of an organisation whose settings name none. */
  expectedGroups: readonly GroupName[];
  /**
   * How far behind another group may fall before it is detached from an organisation: a dead sink must not fill
   * memory for all. The trimming group itself is never detached.
   */
  detachBeyond?: { entries: number; ageMs: number };
}

const maxPerSlice = 100;

/** What the script says of one stream. */
type LaneTrim = [status: string, value: number | string, least: string, holder: string, length: number];

/** Alerts are kept this long for feeds that resume, ms. */
const alertsKeptMs = 24 * 3_600_000;

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
    const replies = await this.#redis.batch(due.map((org) => this.#command(org)));
    replies.forEach((reply, i) => this.#note(due[i] as OrgWork, reply));
  }

  /** All streams in one call; what does not exist costs the server next to nothing. */
  #command(org: OrgWork): RedisCommand {
    const names = [org.keys.config(), ...LANES.map((lane) => org.keys.lane(lane))];
    const perLane = LANES.flatMap((lane) => [groupsOfLane(lane).join(','), this.#oldestKept(lane)]);
    const args = ['~', this.#options.expectedGroups.join(','), ...perLane];
    return this.#script.command(names, args, { retry: 'free' });
  }

  #oldestKept(lane: Lane): string {
    return lane === 'a' ? `${this.#clock.now() - alertsKeptMs}-0` : '';
  }

  /** Detaches the group that holds an organisation's entries back beyond its budget, and says so loudly. */
  #judge(org: OrgWork, back: { holder: string; length: number; ageMs: number }): void {
    const beyond = this.#options.detachBeyond;
    if (!beyond || back.holder === '' || back.holder === this.#group || back.length === 0) return;
    if (back.length <= beyond.entries && back.ageMs <= beyond.ageMs) return;
    this.#log.error({ orgId: org.orgId, ...back }, 'group_detached');
    this.#metrics.detached.inc({ group: this.#group });
    detachGroup(
      this.#redis,
      org.orgId,
      parseGroupName(back.holder),
      this.#clock.now(),
      this.#options.expectedGroups,
    ).catch((error: unknown) => this.#log.warn({ orgId: org.orgId, err: error }, 'detach_failed'));
  }

  #note(org: OrgWork, reply: Reply | Error): void {
    if (reply instanceof Error) {
      this.#log.warn({ orgId: org.orgId, err: reply }, 'trim_failed');
      return;
    }
    (reply as LaneTrim[]).forEach((trim, i) => this.#noteLane(org, LANES[i] as Lane, trim));
  }

  #noteLane(org: OrgWork, lane: Lane, [status, value, least, holder, length]: LaneTrim): void {
    if (status === 'ok') {
      this.#metrics.trimmed.inc({ group: this.#group }, Number(value));
      this.#judge(org, { holder, length, ageMs: this.#clock.now() - Number(least.split('-')[0]) });
    } else if (status === 'missing') {
      this.#metrics.noGroup.inc({ group: this.#group });
      this.#log.error({ orgId: org.orgId, lane, missing: value }, 'trim_blocked_by_missing_group');
    }
  }
}
