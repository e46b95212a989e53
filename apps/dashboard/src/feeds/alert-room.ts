import { compareEntryIds, toError, type OrgId } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AlertStreamReader, StreamPage } from './alert-stream-reader.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import { inEmits, type AlertItem, type FeedRecord, type IncidentItem } from './feed-record.ts';
import { drained, endSocket, queuedPackets, type FeedNamespace, type FeedSocket } from './feed-socket.ts';
import { OrgTail } from './org-tail.ts';
import { behind, comparePositions, formatPosition, type StreamPosition } from './stream-position.ts';

export interface AlertFeedLimits {
  /** Most records sent to a socket that comes back or falls behind; older ones become a gap. */
  maxReplayRecords: number;
  /** Packets that may wait for a socket before it leaves the room and catches up by itself. */
  maxQueuedPackets: number;
}

export interface AlertRoomDeps {
  reader: AlertStreamReader;
  namespace: FeedNamespace;
  metrics: FeedMetrics;
  log: Logger;
  limits: AlertFeedLimits;
}

/** Records of one packet. */
const RECORDS_PER_EMIT = 500;
/** How often a socket that catches up is looked at for falling back further. */
const BOUND_INTERVAL_MS = 1_000;
/** alert-engine's stream keeps at least so much. */
const KEPT_MS = 24 * 3_600_000;

/**
 * A socket is a position in the stream. `live` ones share the room's and get what the tail reads as one packet for all.
 * One that comes back or does not keep up reads on by itself from its own position until it meets the room's. One that
 * is `ahead` has got more from another instance than this one has read; it joins when the tail has come up to it.
 */
interface Member {
  readonly socket: FeedSocket;
  state: 'live' | 'ahead' | 'behind';
  position: StreamPosition;
}

/** Sockets of one organisation on the alert feed of this process. */
export class AlertRoom {
  readonly #orgId: OrgId;
  readonly #deps: AlertRoomDeps;
  readonly #tail: OrgTail;
  readonly #members = new Map<FeedSocket, Member>();
  readonly #name: string;

  constructor(orgId: OrgId, deps: AlertRoomDeps) {
    this.#orgId = orgId;
    this.#deps = deps;
    this.#name = `org:${orgId}`;
    this.#tail = new OrgTail(orgId, { reader: deps.reader, log: deps.log, send: (page) => this.#send(page) });
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  wake(): void {
    this.#tail.wake();
  }

  /** Lets a socket in where it wants to go on. It is ended when the stream cannot be read now. */
  async add(socket: FeedSocket, lastId: StreamPosition | undefined): Promise<void> {
    const member: Member = { socket, state: 'behind', position: lastId ?? behind('0-0') };
    this.#members.set(socket, member);
    try {
      member.position = lastId ?? (await this.#tail.open());
      await this.#tail.open();
      if (lastId) await this.#resume(member);
      socket.emit('ready', { lastId: formatPosition(member.position) });
      await this.#catchUp(member);
    } catch (thrown) {
      this.#giveUp(member, thrown);
    }
    this.wake();
  }

  remove(socket: FeedSocket): void {
    this.#members.delete(socket);
  }

  close(): void {
    this.#tail.close();
  }

  #giveUp({ socket }: Member, thrown: unknown): void {
    if (!this.#members.has(socket)) return;
    this.#deps.log.warn({ orgId: this.#orgId, err: toError(thrown) }, 'alert_feed_unavailable');
    endSocket(socket, 'unavailable');
  }

  /** Judges the position a client came with: it may be too old, or of a write that a failover took back. */
  async #resume(member: Member): Promise<void> {
    const { reader, limits } = this.#deps;
    const page = await reader.page(this.#orgId, member.position);
    if (compareEntryIds(page.lastEntryId, member.position.entryId) < 0) {
      member.position = behind(page.lastEntryId);
      return;
    }
    const { trimmedBefore } = page;
    const isOld = msOf(member.position) < Date.now() - KEPT_MS;
    if (isOld && trimmedBefore && compareEntryIds(member.position.entryId, trimmedBefore) < 0) {
      this.#leaveOut(member, behind(`${msOf(behind(trimmedBefore)) - 1}-0`), 0);
    }
    if (page.isFull || page.records.length > limits.maxReplayRecords) await this.#bound(member);
  }

  /** Leaves out the oldest when more lies before a member than is sent to one. */
  async #bound(member: Member): Promise<void> {
    const { reader, limits } = this.#deps;
    const start = await reader.replayStart(this.#orgId, member.position, limits.maxReplayRecords);
    if (start.droppedCount > 0) this.#leaveOut(member, start.from, start.droppedCount);
  }

  #leaveOut(member: Member, to: StreamPosition, droppedCount: number): void {
    const gap = { droppedCount, fromId: formatPosition(member.position), toId: formatPosition(to) };
    member.position = to;
    this.#deps.metrics.dropped.inc({ feed: 'alerts' }, Math.max(1, droppedCount));
    this.#deps.log.info({ orgId: this.#orgId, ...gap }, 'alert_feed_gap');
    member.socket.emit('gap', gap);
  }

  /** Reads on for one socket until it stands where the room stands. */
  async #catchUp(member: Member): Promise<void> {
    let records = 0;
    let boundedAtMs = performance.now();
    while (member.socket.connected && this.#members.has(member.socket)) {
      if (queuedPackets(member.socket) > 0) {
        await drained(member.socket);
        continue;
      }
      if (this.#meet(member)) break;
      const page = await this.#deps.reader.page(this.#orgId, member.position);
      records += this.#forward(member, page);
      if (!page.isFull || performance.now() - boundedAtMs < BOUND_INTERVAL_MS) continue;
      boundedAtMs = performance.now();
      await this.#bound(member);
    }
    this.#deps.metrics.replayed.observe(records);
  }

  /** @returns true when the member goes with the room from here on */
  #meet(member: Member): boolean {
    const order = comparePositions(member.position, this.#tail.position as StreamPosition);
    if (order < 0) return false;
    member.state = order === 0 ? 'live' : 'ahead';
    if (order === 0) void member.socket.join(this.#name);
    return true;
  }

  /** Sends a member what the room has sent already, so that both meet. */
  #forward(member: Member, page: StreamPage): number {
    const end = this.#tail.position as StreamPosition;
    const isBeyond = comparePositions(page.to, end) > 0;
    const records = isBeyond
      ? page.records.filter(({ position }) => comparePositions(position, end) <= 0)
      : page.records;
    this.#emitTo(member, records);
    const to = isBeyond ? end : page.to;
    if (comparePositions(to, member.position) > 0) member.position = to;
    return records.length;
  }

  /** What the tail has read, for all who are live. */
  #send(page: StreamPage): void {
    const { metrics, namespace, limits } = this.#deps;
    if (page.unreadable > 0) metrics.unreadable.inc(page.unreadable);
    let receivers = 0;
    const joining: Member[] = [];
    for (const member of this.#members.values()) {
      if (member.state === 'ahead') this.#sendAhead(member, page, joining);
      else if (member.state === 'live' && queuedPackets(member.socket) > limits.maxQueuedPackets)
        this.#fallBehind(member);
      else if (member.state === 'live') receivers += 1;
    }
    if (receivers > 0) {
      for (const some of inEmits(page.records, RECORDS_PER_EMIT)) emit(namespace.to(this.#name), some);
    }
    for (const member of joining) void member.socket.join(this.#name);
    metrics.sent.inc({ feed: 'alerts' }, page.records.length * receivers);
    const newest = page.records.at(-1);
    if (newest) metrics.lagSeconds.observe(Math.max(0, Date.now() - msOf(newest.position)) / 1_000);
  }

  #sendAhead(member: Member, page: StreamPage, joining: Member[]): void {
    if (comparePositions(page.to, member.position) < 0) return;
    this.#emitTo(
      member,
      page.records.filter(({ position }) => comparePositions(position, member.position) > 0),
    );
    member.state = 'live';
    joining.push(member);
  }

  /** It misses nothing: from here it reads by itself as fast as it can, or is told what was left out. */
  #fallBehind(member: Member): void {
    this.#deps.metrics.slow.inc();
    void member.socket.leave(this.#name);
    member.state = 'behind';
    member.position = this.#tail.position as StreamPosition;
    void this.#recover(member);
  }

  async #recover(member: Member): Promise<void> {
    try {
      while (queuedPackets(member.socket) > 0 && member.socket.connected) await drained(member.socket);
      await this.#bound(member);
      await this.#catchUp(member);
    } catch (thrown) {
      this.#giveUp(member, thrown);
    }
  }

  #emitTo({ socket }: Member, records: readonly FeedRecord[]): void {
    for (const some of inEmits(records, RECORDS_PER_EMIT)) emit(socket, some);
    this.#deps.metrics.sent.inc({ feed: 'alerts' }, records.length);
  }
}

/** When the entry was appended, by the clock of its master. */
function msOf({ entryId }: StreamPosition): number {
  return Number(entryId.split('-')[0]);
}

/** Records of one kind, to one socket or a room. */
function emit(
  target: Pick<FeedSocket, 'emit'> | ReturnType<FeedNamespace['to']>,
  records: readonly FeedRecord[],
): void {
  const items = records.map(({ item }) => item);
  if (records[0]?.event === 'alerts') target.emit('alerts', items as AlertItem[]);
  else target.emit('incidents', items as IncidentItem[]);
}
