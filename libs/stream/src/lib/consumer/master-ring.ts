import type { OrgWork } from './org-work.ts';

/** Who is visited next on one master. */
export class MasterRing {
  #normal: OrgWork[] = [];
  #urgent: OrgWork[] = [];
  #wasUrgent = false;
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
    return orgs;
  }

  remove(org: OrgWork): void {
    this.#normal = this.#normal.filter((o) => o !== org);
    this.#urgent = this.#urgent.filter((o) => o !== org);
    org.isQueued = false;
    org.isUrgentQueued = false;
  }
}
