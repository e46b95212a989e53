/** One at a time, in order. Who would wait among too many, or for too long, is turned away. */
export class Turns {
  readonly #maxWaiting: number;
  readonly #longestWaitMs: number;
  /** In order; each is to be called when its turn has come. */
  readonly #waiting = new Set<() => void>();
  #isTaken = false;

  constructor({ maxWaiting, longestWaitMs }: { maxWaiting: number; longestWaitMs: number }) {
    this.#maxWaiting = maxWaiting;
    this.#longestWaitMs = longestWaitMs;
  }

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** @returns false for one that is turned away; else the turn lasts until `end` */
  begin(): Promise<boolean> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return Promise.resolve(true);
    }
    if (this.#waiting.size >= this.#maxWaiting) return Promise.resolve(false);
    const turn = Promise.withResolvers<boolean>();
    const settle = (hasCome: boolean): void => {
      clearTimeout(timer);
      this.#waiting.delete(come);
      turn.resolve(hasCome);
    };
    const come = (): void => settle(true);
    const timer = setTimeout(() => settle(false), this.#longestWaitMs);
    this.#waiting.add(come);
    return turn.promise;
  }

  end(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#isTaken = false;
  }
}
