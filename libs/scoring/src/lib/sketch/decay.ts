const TABLE_SIZE = 4_096;

/** Exponential forgetting per tick, and how many ticks a forgetful counter has effectively seen. */
export class Decay {
  /** What is left of a value after one tick. */
  readonly factor: number;
  readonly #powers = new Float64Array(TABLE_SIZE);

  /** @param halfLifeTicks after this many ticks half of a value is left */
  constructor(halfLifeTicks: number) {
    this.factor = 2 ** (-1 / halfLifeTicks);
    for (let power = 0; power < TABLE_SIZE; power++) this.#powers[power] = this.factor ** power;
  }

  /** What is left after `ticks`. */
  after(ticks: number): number {
    return ticks < TABLE_SIZE ? (this.#powers[ticks] as number) : this.factor ** ticks;
  }

  /** A counter that adds one per tick holds this much after `ticks` of them. */
  effective(ticks: number): number {
    return (1 - this.after(ticks)) / (1 - this.factor);
  }
}

const decays = new Map<number, Decay>();

/** The Decay of a half-life, made once: its tables are shared by all models. Meant for the few half-lives of a config. */
export function decayOf(halfLifeTicks: number): Decay {
  let decay = decays.get(halfLifeTicks);
  if (decay === undefined) {
    decay = new Decay(halfLifeTicks);
    if (decays.size < 64) decays.set(halfLifeTicks, decay);
  }
  return decay;
}
