import type { OrgId } from '@redoubt/contracts';
import { Refusal } from '../http/refusal.ts';

/** Whose bound a body ran into: of the process, of its organisation, of senders that are not known to be anybody's. */
export const ROOM_BOUNDS = ['all', 'organisation', 'unverified'] as const;
export type RoomBound = (typeof ROOM_BOUNDS)[number];

/** Bounds in bytes. */
export interface InFlightLimits {
  maxInFlightBytes: number;
  /** Of one organisation; and of all senders together whose signature was not checked yet. */
  maxOrgInFlightBytes: number;
  /** Of one such sender. */
  maxUnverifiedBytes: number;
}

/** What is held under one name; it counts under the parents as well. */
interface Account {
  readonly name: string;
  readonly bound: RoomBound;
  readonly maxBytes: number;
  readonly parent: Account | undefined;
  bytes: number;
  reservations: number;
}

/**
 * Bounds the memory that bodies may take in one process; beyond it requests are refused, never queued. What counts is
 * what has come, not what a head says will come: a claim costs the others nothing. No organisation, and nobody who is
 * none's yet, gets more than a share, so that one cannot keep the others out.
 *
 * Bound: one account per organisation or sender with a request in hand.
 */
export class InFlightBytes {
  readonly #limits: InFlightLimits;
  readonly #onRefused: (bound: RoomBound) => void;
  readonly #accounts = new Map<string, Account>();
  readonly #all: Account;
  readonly #unverified: Account;

  constructor(limits: InFlightLimits, onRefused: (bound: RoomBound) => void) {
    this.#limits = limits;
    this.#onRefused = onRefused;
    this.#all = newAccount('', 'all', limits.maxInFlightBytes, undefined);
    this.#unverified = newAccount('', 'unverified', limits.maxOrgInFlightBytes, this.#all);
  }

  get bytes(): number {
    return this.#all.bytes;
  }

  /** A reservation for a body of an organisation; it holds nothing yet. */
  ofOrg(orgId: OrgId): Reservation {
    return new Reservation(this, this.openOrg(orgId));
  }

  /** A reservation for a body that has yet to show whose it is. */
  ofUnverified(sender: string): Reservation {
    const { maxUnverifiedBytes } = this.#limits;
    return new Reservation(this, this.#open(`? ${sender}`, 'unverified', maxUnverifiedBytes, this.#unverified));
  }

  /** For reservations only, like what follows. */
  openOrg(orgId: OrgId): Account {
    return this.#open(orgId, 'organisation', this.#limits.maxOrgInFlightBytes, this.#all);
  }

  /** @throws Refusal overloaded when so much more does not fit */
  check(account: Account, bytes: number): void {
    for (let at: Account | undefined = account; at !== undefined; at = at.parent) {
      if (at.bytes + bytes > at.maxBytes) throw this.#refusalBy(at);
    }
  }

  add(account: Account, bytes: number): void {
    for (let at: Account | undefined = account; at !== undefined; at = at.parent) at.bytes += bytes;
  }

  close(account: Account): void {
    account.reservations -= 1;
    if (account.reservations === 0) this.#accounts.delete(account.name);
  }

  #open(name: string, bound: RoomBound, maxBytes: number, parent: Account): Account {
    let account = this.#accounts.get(name);
    if (account === undefined) {
      account = newAccount(name, bound, maxBytes, parent);
      this.#accounts.set(name, account);
    }
    account.reservations += 1;
    return account;
  }

  #refusalBy({ bound, maxBytes }: Account): Refusal {
    this.#onRefused(bound);
    return new Refusal('overloaded', `${maxBytes} bytes of bodies${OF[bound]} are in hand`, { retryAfterS: 1 });
  }
}

const OF: Readonly<Record<RoomBound, string>> = {
  all: '',
  organisation: ' of the organisation',
  unverified: ' without a checked signature',
};

function newAccount(name: string, bound: RoomBound, maxBytes: number, parent: Account | undefined): Account {
  return { name, bound, maxBytes, parent, bytes: 0, reservations: 0 };
}

/** Room that one request holds for its body. */
export class Reservation {
  readonly #owner: InFlightBytes;
  #account: Account | undefined;
  #heldBytes = 0;

  constructor(owner: InFlightBytes, account: Account) {
    this.#owner = owner;
    this.#account = account;
  }

  /** Reserves nothing. @throws Refusal overloaded when so much would not fit now */
  check(bytes: number): void {
    if (this.#account !== undefined) this.#owner.check(this.#account, bytes);
  }

  /** Makes the reservation at least this large. @throws Refusal overloaded; then it is as large as before */
  cover(bytes: number): void {
    if (bytes <= this.#heldBytes || this.#account === undefined) return;
    const moreBytes = bytes - this.#heldBytes;
    this.#owner.check(this.#account, moreBytes);
    this.#owner.add(this.#account, moreBytes);
    this.#heldBytes = bytes;
  }

  /** Counts under an organisation from now on. @throws Refusal overloaded when it has no room; then nothing is held */
  moveTo(orgId: OrgId): void {
    if (this.#account?.name === orgId) return;
    const bytes = this.#heldBytes;
    this.release();
    this.#account = this.#owner.openOrg(orgId);
    this.cover(bytes);
  }

  /** Once is enough, more do no harm. */
  release(): void {
    if (this.#account === undefined) return;
    this.#owner.add(this.#account, -this.#heldBytes);
    this.#owner.close(this.#account);
    this.#account = undefined;
    this.#heldBytes = 0;
  }
}
