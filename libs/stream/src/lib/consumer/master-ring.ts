import type { OrgWork } from './org-work.ts';

/** How far apart rounds begin that are not full, ms. */
export interface RoundSpacing {
  roundMs: number;
  /** Where somebody has urgent entries. */
  urgentMs: number;
}

/** Who is visited next on one master. */
export class MasterRing {
  #normal: OrgWork[] = [];
  #urgent: OrgWork[] = [];
  #wasUrgent = false;
  #isBehind = false;
  #roundAtMs = -Infinity;
  #wake: (() => void) | undefined;
  isPumping = false;

  get isEmpty(): boolean {
    return this.#normal.length === 0 && this.#urgent.length === 0;
  }

  add(org: OrgWork, isUrgent: boolean): void {
    if (isUrgent && !org.isUrgentQueued) {
      org.isUrgentQueued = true;
      this.#urgent.push(org);
    } else if (!isUrgent && !org.isQueued) {
      org.isQueued = true;
      this.#normal.push(org);
    }
    this.#wake?.();
  }

  /** Somebody in line has more than a visit brings: the next round waits for no company. */
  hasten(): void {
    this.#isBehind = true;
    this.#wake?.();
  }

  /**
   * Resolves when the next round is due. The price of a round hardly depends on what it carries, so those of a busy
   * master keep a distance in which company gathers; the first after a quiet time, full ones, and those of somebody who
   * is behind do not wait.
   */
  async due(spacing: RoundSpacing, most: number): Promise<void> {
    for (let leftMs = this.#leftMs(spacing, most); leftMs > 0; leftMs = this.#leftMs(spacing, most)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => (clearTimeout(timer), resolve());
      });
    }
    this.#wake = undefined;
    this.#roundAtMs = performance.now();
  }

  #leftMs({ roundMs, urgentMs }: RoundSpacing, most: number): number {
    if (this.#isBehind || Math.max(this.#normal.length, this.#urgent.length) >= most) return 0;
    const spacingMs = this.#urgent.length > 0 ? Math.min(roundMs, urgentMs) : roundMs;
    return this.#roundAtMs + spacingMs - performance.now();
  }

  /**
   * Takes the organisations of the next round. Urgent ones get every other round at most, so that a sender that marks
   * everything critical gains nothing; what they read counts against the organisation's deficit all the same.
   */
  next(most: number, quantum: number): { orgs: OrgWork[]; isUrgent: boolean } {
    const isUrgent = this.#urgent.length > 0 && (!this.#wasUrgent || this.#normal.length === 0);
    this.#wasUrgent = isUrgent;
    if (!isUrgent) return { orgs: this.#takeNormal(most, quantum), isUrgent };
    const orgs = this.#urgent.splice(0, most);
    for (const org of orgs) org.isUrgentQueued = false;
    return { orgs, isUrgent };
  }

  /** Deficit round robin (Shreedhar and Varghese 1995): whoever overdrew waits until its quanta have caught up. */
  #takeNormal(most: number, quantum: number): OrgWork[] {
    const orgs: OrgWork[] = [];
    for (let looked = this.#normal.length; looked > 0 && orgs.length < most; looked--) {
      const org = this.#normal.shift() as OrgWork;
      org.deficit = Math.min(org.deficit + quantum, quantum);
      if (org.deficit > 0 || (orgs.length === 0 && this.#normal.length === 0)) {
        org.isQueued = false;
        orgs.push(org);
      } else {
        this.#normal.push(org);
      }
    }
    // Who was passed over catches up in the rounds to come.
    if (this.#normal.length === 0) this.#isBehind = false;
    return orgs;
  }

  remove(org: OrgWork): void {
    this.#normal = this.#normal.filter((o) => o !== org);
    this.#urgent = this.#urgent.filter((o) => o !== org);
    org.isQueued = false;
    org.isUrgentQueued = false;
  }
}
