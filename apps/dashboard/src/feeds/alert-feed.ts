import type { OrgId } from '@redoubt/contracts';
import { AlertRoom, type AlertRoomDeps } from './alert-room.ts';
import type { Feed } from './feed.ts';
import type { Admission, FeedSocket } from './feed-socket.ts';

const PROBE_SLICES = 10;
/** An organisation whose bell was not heard is looked at this often. */
const PROBE_INTERVAL_MS = 1_000;

/**
 * `/alerts`: every change of an alert or incident, read from the organisation's alert stream. The stream is the truth
 * and each instance reads it for the organisations that have sockets here; bells only say when.
 */
export class AlertFeed implements Feed {
  readonly name = 'alerts';
  readonly permissions = ['alerts:read', 'incidents:read'] as const;
  readonly #deps: AlertRoomDeps;
  readonly #rooms = new Map<OrgId, AlertRoom>();
  #slice = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(deps: AlertRoomDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => this.#probe(), PROBE_INTERVAL_MS / PROBE_SLICES);
    this.#timer.unref();
  }

  join(socket: FeedSocket, { principal, lastId }: Admission): void {
    const { orgId } = principal;
    let room = this.#rooms.get(orgId);
    if (!room) {
      room = new AlertRoom(orgId, this.#deps);
      this.#rooms.set(orgId, room);
    }
    void room.add(socket, lastId);
  }

  leave(socket: FeedSocket, { principal }: Admission): void {
    const room = this.#rooms.get(principal.orgId);
    room?.remove(socket);
    if (!room?.isEmpty) return;
    room.close();
    this.#rooms.delete(principal.orgId);
  }

  wake(orgId: OrgId): void {
    this.#rooms.get(orgId)?.wake();
  }

  /** A part of the rooms at a time, so that a thousand do not ask Redis at once. */
  #probe(): void {
    this.#slice = (this.#slice + 1) % PROBE_SLICES;
    let at = 0;
    for (const room of this.#rooms.values()) if (at++ % PROBE_SLICES === this.#slice) room.wake();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const room of this.#rooms.values()) room.close();
    this.#rooms.clear();
  }
}
