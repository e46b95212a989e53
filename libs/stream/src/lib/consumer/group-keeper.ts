import type { Clock } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient, Script } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { streamScripts } from '../scripts.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { OrgWork } from './org-work.ts';

/** An organisation that does not want this group is left alone for so long, ms. */
const unexpectedPauseMs = 15_000;

/**
 * Creates what a group newly reads: organisations that were provisioned by an earlier release have no such stream or
 * group yet. It starts at the stream's first entry, so nothing is passed over. A group that an organisation does not
 * expect, or that was detached from it, stays away.
 */
export class GroupKeeper {
  readonly #script: Script;
  readonly #deps;
  readonly #group: GroupName;

  constructor(
    deps: { redis: RedisClient; log: Logger; clock: Clock; metrics: ConsumerMetrics },
    group: GroupName,
    readAgain: (org: OrgWork) => void,
  ) {
    this.#deps = { ...deps, readAgain };
    this.#group = group;
    this.#script = deps.redis.script(streamScripts.ensureGroups);
  }

  /** Looks into an organisation's missing groups, now and then while they stay missing. */
  ensure(org: OrgWork): void {
    const now = this.#deps.clock.monotonicMs();
    if (org.nextEnsureMs > now) return;
    org.nextEnsureMs = now + unexpectedPauseMs;
    this.#ensure(org).catch((error: unknown) => {
      this.#deps.log.warn({ orgId: org.orgId, err: error }, 'groups_not_created');
    });
  }

  async #ensure(org: OrgWork): Promise<void> {
    const names = [org.keys.config(), ...org.lanes.map(({ lane }) => org.keys.lane(lane))];
    const created = Number(await this.#script.run(names, [org.group], { retry: 'free' }));
    if (org.isLost) return;
    if (created < 0) return this.#leaveAlone(org);
    org.nextEnsureMs = 0;
    this.#deps.log.info({ orgId: org.orgId, group: org.group, created }, 'groups_created');
    for (const lane of org.lanes) if (lane.isUnreadable) lane.hasMore = true;
    this.#deps.readAgain(org);
  }

  #leaveAlone(org: OrgWork): void {
    this.#deps.metrics.noGroup.inc({ group: this.#group });
    this.#deps.log.debug({ orgId: org.orgId, group: org.group }, 'group_not_expected');
    if (org.lanes.every((lane) => lane.isUnreadable)) org.notBeforeMs = org.nextEnsureMs;
  }
}
