const SLOTS = 1_024;

/** Counts what senders add that is new, per tick. Senders that share a slot share a budget. */
export class SenderBudget {
  readonly spent = new Int32Array(SLOTS);
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  startTick(): void {
    this.spent.fill(0);
  }

  /** @returns false when the sender's budget of this tick is used up */
  spend(sender: number): boolean {
    const slot = sender & (SLOTS - 1);
    const spent = this.spent[slot] as number;
    if (spent >= this.#limit) return false;
    this.spent[slot] = spent + 1;
    return true;
  }
}
