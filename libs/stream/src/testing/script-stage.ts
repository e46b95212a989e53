import { newOrgId, type Lane, type OrgId } from '@redoubt/contracts';
import { CONSUMER_NAME, orgKeys, type GroupName, type OrgKeys } from '@redoubt/key-schema';
import type { RedisClient, Reply } from '@redoubt/redis';
import { createGroup } from '../lib/provision/provision-streams.ts';
import { streamScripts } from '../lib/scripts.ts';

/** What a visit asks of one lane. */
export interface LaneAsk {
  count?: number;
  from?: string;
  acks?: readonly string[];
}

const nothing: LaneAsk = { count: 0 };

/** One organisation of its own with its keys, for specs that run the scripts as a worker does, or as it should not. */
export class ScriptStage {
  readonly redis: RedisClient;
  readonly orgId: OrgId = newOrgId();
  readonly keys: OrgKeys = orgKeys(this.orgId);
  readonly group: GroupName = 'db_writer';

  constructor(redis: RedisClient) {
    this.redis = redis;
  }

  /** Both lanes with a group each, from the start. */
  async provision(...groups: GroupName[]): Promise<this> {
    for (const group of groups.length > 0 ? groups : [this.group]) {
      await createGroup(this.redis, this.keys.eventsStream(), group, '0');
      await createGroup(this.redis, this.keys.eventsPriority(), group, '0');
    }
    return this;
  }

  /** Appends entries under ids of the caller's choice. */
  async add(lane: Lane, ...ids: string[]): Promise<void> {
    for (const id of ids)
      await this.redis.call('XADD', this.keys.lane(lane), [id, 'v', '1r', 'n', 1, 't', 5, 'd', `{"id":"${id}"}`]);
  }

  /** Reads as another tool would: without a fence. */
  async read(lane: Lane, group: GroupName, count: number): Promise<string[]> {
    const key = this.keys.lane(lane);
    const args = ['GROUP', group, CONSUMER_NAME, 'COUNT', count, 'STREAMS', key, '>'];
    const [reply] = await this.redis.batch([{ name: 'XREADGROUP', key, args, retry: 'never' }]);
    if (reply instanceof Error) throw reply;
    return ((reply ?? []) as [string, [string, unknown][]][]).flatMap(([, rows]) => rows.map(([id]) => id));
  }

  async ack(lane: Lane, group: GroupName, ...ids: string[]): Promise<void> {
    await this.redis.call('XACK', this.keys.lane(lane), [group, ...ids]);
  }

  /** The raw answer of a visit. */
  visit(
    owner: readonly [epoch: number, session: string],
    asks: { s?: LaneAsk; p?: LaneAsk; isFirst?: boolean } = {},
  ): Promise<Reply> {
    const lanes = [asks.s ?? nothing, asks.p ?? nothing].flatMap(({ count = 10, from = '>', acks = [] }) => [
      ...[count, from, acks.length],
      ...acks,
    ]);
    const names = [this.keys.fence(this.group), this.keys.eventsStream(), this.keys.eventsPriority()];
    const args = [...owner, asks.isFirst ? '1' : '0', this.group, CONSUMER_NAME, ...lanes];
    return this.redis.script(streamScripts.visit).run(names, args, { retry: 'never' });
  }

  fence(): Promise<Reply> {
    return this.redis.call('GET', this.keys.fence(this.group), []);
  }

  setFence(value: string): Promise<Reply> {
    return this.redis.call('SET', this.keys.fence(this.group), [value]);
  }

  /** Ids of the entries a lane still holds. */
  async ids(lane: Lane): Promise<string[]> {
    const rows = (await this.redis.call('XRANGE', this.keys.lane(lane), ['-', '+'])) as [string, unknown][];
    return rows.map(([id]) => id);
  }

  /** Ids a group has been given and has not acknowledged. */
  async pending(lane: Lane, group: GroupName = this.group): Promise<string[]> {
    const rows = (await this.redis.call('XPENDING', this.keys.lane(lane), [group, '-', '+', 1_000])) as [
      string,
      ...Reply[],
    ][];
    return rows.map(([id]) => id);
  }
}
