/** Most keys of each kind that verdicts hold at a time; the one that ends first makes room. */
export const MAX_MARKS = 1_024;

/** Keys that analysts have spoken about: allowed ones score nothing, frozen ones are never learned. */
export class KeyMarks {
  /** Key to the tick at which the mark ends. */
  readonly allowed = new Map<number, number>();
  readonly frozen = new Map<number, number>();
  #tick = 0;

  startTick(tick: number): void {
    this.#tick = tick;
  }

  isAllowed(key: number): boolean {
    return isMarked(this.allowed, key, this.#tick);
  }

  isFrozen(key: number): boolean {
    return isMarked(this.frozen, key, this.#tick);
  }

  /** Takes back what was said before about the key. */
  allow(key: number, untilTick: number): void {
    this.frozen.delete(key);
    mark(this.allowed, key, untilTick);
  }

  freeze(key: number, untilTick: number): void {
    this.allowed.delete(key);
    mark(this.frozen, key, untilTick);
  }
}

function isMarked(marks: Map<number, number>, key: number, tick: number): boolean {
  if (marks.size === 0) return false;
  const until = marks.get(key);
  if (until === undefined) return false;
  if (until > tick) return true;
  marks.delete(key);
  return false;
}

function mark(marks: Map<number, number>, key: number, untilTick: number): void {
  if (marks.size >= MAX_MARKS && !marks.has(key)) {
    let first: [number, number] | undefined;
    for (const entry of marks) if (first === undefined || entry[1] < first[1]) first = entry;
    if (first !== undefined) marks.delete(first[0]);
  }
  marks.set(key, untilTick);
}
