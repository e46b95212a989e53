import type { OrgId } from '@redoubt/contracts';

/** Places for work that takes long, of which one organisation has at most half, so that there are some for others. */
export class OrgSlots {
  readonly #most: number;
  readonly #perOrg: number;
  /** Taken by each organisation that has any. */
  readonly #taken = new Map<OrgId, number>();
  #total = 0;

  /** @param most of all organisations together, 1 or more */
  constructor(most: number) {
    this.#most = most;
    this.#perOrg = Math.max(1, Math.floor(most / 2));
  }

  /** @returns what gives the place back, once; undefined when there is none for this organisation */
  take(orgId: OrgId): (() => void) | undefined {
    const taken = this.#taken.get(orgId) ?? 0;
    if (this.#total >= this.#most || taken >= this.#perOrg) return undefined;
    this.#total += 1;
    this.#taken.set(orgId, taken + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#total -= 1;
      const left = (this.#taken.get(orgId) ?? 1) - 1;
      if (left === 0) this.#taken.delete(orgId);
      else this.#taken.set(orgId, left);
    };
  }
}
