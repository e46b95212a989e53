import { RetryableError, type Clock, type OrgId } from '@redoubt/contracts';
import type { JobQueue } from '@redoubt/jobs';
import { policyOf, type Channel, type ChannelPolicy } from '../channel.ts';
import type { ChannelDirectory } from '../channel-directory.ts';
import { addRecord, opensInChannel, type AlertChange } from '../grouping/add-record.ts';
import { rearm } from '../grouping/decide.ts';
import { groupHashOf, groupKeyOf } from '../grouping/group-key.ts';
import { newGroup, type GroupHead } from '../grouping/group-state.ts';
import { isEnded } from '../grouping/pending.ts';
import type { GroupStore, StoredGroup } from '../store/group-store.ts';
import { isAfter, type RecordPosition } from '../store/record-position.ts';
import { startTimer, type NotifyJob } from './notify-job.ts';

/** Groups of a channel; alerts that would open more share one. */
export const MAX_GROUPS = 1_000;

/** Key of the group for alerts beyond the bound. */
const OVERFLOW_KEY = 'beyond the bound';

/** Tries to write over what others write at the same time. */
const MAX_CONFLICTS = 20;

export interface PositionedChange {
  position: RecordPosition;
  record: AlertChange;
}

export interface RecorderDeps {
  store: GroupStore;
  directory: ChannelDirectory;
  queue: JobQueue<NotifyJob>;
  clock: Clock;
}

/** Takes changes of alerts into the notification groups of an organisation's channels, each once. */
export class GroupRecorder {
  readonly #deps: RecorderDeps;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
  }

  /**
   * Durable when it returns: the groups hold the changes, and a timer that could not be set is found by the sweep.
   *
   * @param changes of one organisation, in stream order; those taken in before are passed over
   * @throws RetryableError Redis or the directory cannot be asked now
   */
  async take(orgId: OrgId, changes: readonly PositionedChange[]): Promise<void> {
    const { store, directory } = this.#deps;
    const channels = (await directory.channelsOf(orgId)).filter((channel) => channel.isEnabled);
    if (channels.length === 0) return;
    for (let tries = 0; tries < MAX_CONFLICTS; tries++) {
      const from = await store.position(orgId);
      const fresh = changes.filter(({ position }) => isAfter(position, from));
      const last = fresh.at(-1);
      if (last === undefined) return;
      const work = new GroupWork(await this.#open(orgId, channels, fresh), this.#deps.clock.now());
      for (const { record } of fresh) for (const channel of channels) work.add(channel, record);
      const { groups, armed } = work.finish();
      if (groups.length === 0) return;
      if (await store.commit(orgId, { groups, position: { from, to: last.position } })) {
        await this.#arm(orgId, armed);
        return;
      }
    }
    throw new RetryableError('notification groups kept changing');
  }

  async #open(orgId: OrgId, channels: readonly Channel[], changes: readonly PositionedChange[]): Promise<OpenGroups> {
    const refs = new Map<string, { channelId: string; groupHash: string }>();
    const add = (channelId: string, groupKey: string): void => {
      const groupHash = groupHashOf(channelId, groupKey);
      refs.set(groupHash, { channelId, groupHash });
    };
    for (const channel of channels) {
      const policy = policyOf(channel);
      add(channel.channelId, OVERFLOW_KEY);
      for (const { record } of changes) add(channel.channelId, groupKeyOf(policy, record.alert));
    }
    const channelIds = channels.map((channel) => channel.channelId);
    const [stored, counts] = await Promise.all([
      this.#deps.store.read(orgId, [...refs.values()]),
      this.#deps.store.countGroups(orgId, channelIds),
    ]);
    return { byHash: new Map(stored.map((group) => [group.groupHash, group])), counts };
  }

  async #arm(orgId: OrgId, armed: readonly StoredGroup[]): Promise<void> {
    const nowMs = this.#deps.clock.now();
    // What is not set now is found overdue by the sweep; the changes themselves are safe.
    await Promise.allSettled(
      armed.map(async ({ state }) => state && startTimer(this.#deps.queue, orgId, state, nowMs)),
    );
  }
}

interface OpenGroups {
  byHash: Map<string, StoredGroup>;
  counts: Map<string, number>;
}

/** The groups that one batch may change, in memory. */
class GroupWork {
  readonly #open: OpenGroups;
  readonly #nowMs: number;
  readonly #changed = new Map<StoredGroup, ChannelPolicy>();

  constructor(open: OpenGroups, nowMs: number) {
    this.#open = open;
    this.#nowMs = nowMs;
  }

  add(channel: Channel, record: AlertChange): void {
    const policy = policyOf(channel);
    const group = this.#groupFor(channel, policy, record);
    if (group?.state && addRecord(group.state, record, policy, this.#nowMs)) this.#changed.set(group, policy);
  }

  #groupFor({ channelId }: Channel, policy: ChannelPolicy, record: AlertChange): StoredGroup | undefined {
    const groupKey = groupKeyOf(policy, record.alert);
    const own = this.#get(channelId, groupKey);
    const shared = this.#get(channelId, OVERFLOW_KEY);
    if (own.state) return own;
    if (shared.state?.members[record.alert.alertId]) return shared;
    if (!opensInChannel(record, policy) || isEnded(record.alert)) return undefined;
    const count = this.#open.counts.get(channelId) ?? 0;
    const isFull = count >= MAX_GROUPS;
    const [chosen, key] = isFull ? ([shared, OVERFLOW_KEY] as const) : ([own, groupKey] as const);
    if (chosen.state === undefined) {
      const { groupHash } = chosen;
      const head: GroupHead = { channelId, groupHash, groupKey: key, groupBy: policy.groupBy.join(',') };
      chosen.state = newGroup(head, this.#nowMs);
      this.#open.counts.set(channelId, count + 1);
    }
    return chosen;
  }

  #get(channelId: string, groupKey: string): StoredGroup {
    return this.#open.byHash.get(groupHashOf(channelId, groupKey)) as StoredGroup;
  }

  /** Groups to be written, and those of them whose timer is another one now. */
  finish(): { groups: StoredGroup[]; armed: StoredGroup[] } {
    const groups = [...this.#changed.keys()];
    const armed = groups.filter(
      (group) => group.state && rearm(group.state, this.#changed.get(group) as ChannelPolicy, this.#nowMs),
    );
    return { groups, armed };
  }
}
