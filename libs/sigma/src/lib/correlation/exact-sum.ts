/** Largest magnitude of values and of their sum for which whole numbers add up exactly. */
const MAX_WHOLE = 2 ** 40;

/**
 * Sum of numbers that come and go. Whole numbers add up without error in any order; while others are among them the sum
 * has to be made anew, since taking a fraction away does not undo having added it.
 */
export class ExactSum {
  #whole = 0;
  #others = 0;

  add(value: number): void {
    if (isExact(value)) this.#whole += value;
    else this.#others++;
  }

  remove(value: number): void {
    if (isExact(value)) this.#whole -= value;
    else this.#others--;
  }

  /** Undefined while some values are fractions or very large. */
  get value(): number | undefined {
    return this.#others === 0 ? this.#whole : undefined;
  }
}

function isExact(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MAX_WHOLE;
}
