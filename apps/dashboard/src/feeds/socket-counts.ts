import type { OrgId } from '@redoubt/contracts';
import type { Principal } from '@redoubt/tenancy';

export interface SocketLimits {
  perProcess: number;
  perOrg: number;
  /** Of one user or API key. */
  perPrincipal: number;
}

/** Counts the sockets of this process; what is at its bound takes no further one. */
export class SocketCounts {
  readonly #limits: SocketLimits;
  readonly #counts = new Map<string, number>();
  #all = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  hasRoomFor(principal: Principal): boolean {
    const { perProcess, perOrg, perPrincipal } = this.#limits;
    const { org, holder } = namesOf(principal);
    return this.#all < perProcess && this.#of(org) < perOrg && this.#of(holder) < perPrincipal;
  }

  ofOrg(orgId: OrgId): number {
    return this.#of(orgId);
  }

  add(principal: Principal): void {
    this.#change(principal, 1);
  }

  remove(principal: Principal): void {
    this.#change(principal, -1);
  }

  #of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #change(principal: Principal, by: number): void {
    this.#all += by;
    for (const name of Object.values(namesOf(principal))) {
      const count = this.#of(name) + by;
      if (count > 0) this.#counts.set(name, count);
      else this.#counts.delete(name);
    }
  }
}

function namesOf({ orgId, kind, id }: Principal): { org: string; holder: string } {
  return { org: orgId, holder: `${orgId} ${kind}:${id}` };
}
