import { LANES, toError, type Clock, type Lane, type OrgId } from '@redoubt/contracts';
import { groupsOfLane, lanesOfGroup, parseGroupName, type GroupName } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand, Reply } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { streamScripts } from '../scripts.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { OrgWork } from './org-work.ts';

/** What a group holds back in one stream of an organisation. */
export interface HeldBack {
  /** Entries that it has not settled. */
  entries: number;
  /** Memory of the stream, as the server estimates it; 0 when it was not asked. */
  sizeBytes: number;
  /** Age of the oldest of them, ms. */
  ageMs: number;
}

/** How much a group may hold back: a reader that is away must not fill memory for all. */
export interface GroupBudget {
  entries: number;
  sizeBytes: number;
  ageMs: number;
  /** Called at every trimming for as long as a group is beyond any of these; must not reject. */
  onBeyond(orgId: OrgId, group: GroupName, held: HeldBack): Promise<void>;
}

export interface TrimOptions {
  intervalMs: number;
  /** Groups expected of an organisation whose settings name none. */
  expectedGroups: readonly GroupName[];
  /** How long entries stay that nobody needs any more, in the streams that the trimming group stores, ms. @default 0 */
  keepMs?: number;
  /** What to do about a group that holds back more than its budget; the trimming group itself is never judged. */
  budget?: GroupBudget;
}

const maxPerSlice = 100;
/**
 * Intervals after which an organisation is looked at in which nothing happened since trimming found nothing to do: of ten
 * thousand most are such, and asking them all would cost more than what the others send.
 */
const quietIntervals = 30;

/** What the script says of one stream. */
type LaneTrim = [status: string, value: number | string, least: string, holder: string, behind: number, first: string];

/** Below so many entries the memory of a stream is not asked for. */
const smallEntries = 200;

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

  /** Trims whoever is due, at most a pipeline full: of more than that those who have waited longest. */
  async slice(orgs: Iterable<OrgWork>): Promise<void> {
    const now = this.#clock.monotonicMs();
    const waiting: OrgWork[] = [];
    for (const org of orgs) if (!org.isLost && this.#isDue(org, now)) waiting.push(org);
    if (waiting.length > maxPerSlice) waiting.sort((a, b) => a.nextTrimMs - b.nextTrimMs);
    const due = waiting.slice(0, maxPerSlice);
    if (due.length === 0) return;
    const turns = due.map((org) => org.turns);
    for (const org of due) org.nextTrimMs = now + this.#options.intervalMs * (0.9 + Math.random() * 0.2);
    const replies = await this.#redis.batch(due.map((org) => this.#command(org)));
    replies.forEach((reply, i) => this.#note(due[i] as OrgWork, reply, turns[i] as number));
  }

  #isDue({ nextTrimMs, quietTurns, turns }: OrgWork, nowMs: number): boolean {
    const restMs = quietTurns === turns ? this.#options.intervalMs * (quietIntervals - 1) : 0;
    return nextTrimMs + restMs <= nowMs;
  }

  /** All streams in one call; what does not exist costs the server next to nothing. */
  #command(org: OrgWork): RedisCommand {
    const names = [org.keys.config(), ...LANES.map((lane) => org.keys.lane(lane))];
    const perLane = LANES.flatMap((lane) => [groupsOfLane(lane).join(','), this.#oldestKept(lane)]);
    const args = ['~', this.#options.expectedGroups.join(','), ...perLane];
    return this.#script.command(names, args, { retry: 'free' });
  }

  #oldestKept(lane: Lane): string {
    const storedMs = lanesOfGroup(this.#group).includes(lane) ? (this.#options.keepMs ?? 0) : 0;
    const keptMs = Math.max(storedMs, lane === 'a' ? alertsKeptMs : 0);
    return keptMs === 0 ? '' : `${this.#clock.now() - keptMs}-0`;
  }

  /** Tells of a group that holds an organisation's entries back beyond its budget. */
  async #judge(org: OrgWork, lane: Lane, holder: GroupName, held: HeldBack): Promise<void> {
    const { budget } = this.#options;
    if (!budget || holder === this.#group || held.entries === 0) return;
    let { sizeBytes } = held;
    if (held.entries > smallEntries) {
      const key = org.keys.lane(lane);
      sizeBytes = Number(await this.#redis.call('MEMORY', key, ['USAGE', key], { retry: 'free' }));
    }
    const isWithin = held.entries <= budget.entries && sizeBytes <= budget.sizeBytes && held.ageMs <= budget.ageMs;
    if (!isWithin) await budget.onBeyond(org.orgId, holder, { ...held, sizeBytes });
  }

  #note(org: OrgWork, reply: Reply | Error, turns: number): void {
    org.quietTurns = undefined;
    if (reply instanceof Error) {
      this.#log.warn({ orgId: org.orgId, err: reply }, 'trim_failed');
      return;
    }
    const trims = reply as LaneTrim[];
    if (trims.every(isQuietLane)) org.quietTurns = turns;
    trims.forEach((trim, i) => this.#noteLane(org, LANES[i] as Lane, trim));
  }

  #noteLane(org: OrgWork, lane: Lane, [status, value, , holder, behind, first]: LaneTrim): void {
    if (status === 'ok') {
      this.#metrics.trimmed.inc({ group: this.#group }, Number(value));
      if (holder === '' || first === '') return;
      const held = { entries: behind, sizeBytes: 0, ageMs: this.#clock.now() - Number(first.split('-')[0]) };
      this.#judge(org, lane, parseGroupName(holder), held).catch((error: unknown) =>
        this.#log.warn({ orgId: org.orgId, err: toError(error) }, 'group_not_judged'),
      );
    } else if (status === 'missing') {
      this.#metrics.noGroup.inc({ group: this.#group });
      this.#log.error({ orgId: org.orgId, lane, missing: value }, 'trim_blocked_by_missing_group');
    }
  }
}

/** Nothing was dropped, and nobody has anything left to settle whose end would let more go. */
function isQuietLane([status, dropped, , , behind]: LaneTrim): boolean {
  return status === 'none' || (status === 'ok' && Number(dropped) === 0 && behind === 0);
}
