import { Refusal } from '../http/refusal.ts';

/** Bounds the memory that bodies may take in one process; beyond it requests are refused, never queued. */
export class InFlightBytes {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws Refusal overloaded */
  reserve(bytes: number): Reservation {
    this.take(bytes);
    return new Reservation(this, bytes);
  }

  /** For reservations only. @throws Refusal overloaded */
  take(bytes: number): void {
    if (this.#bytes + bytes > this.#maxBytes) {
      throw new Refusal('overloaded', `${this.#maxBytes} bytes of bodies are in hand`, { retryAfterS: 1 });
    }
    this.#bytes += bytes;
  }

  /** For reservations only. */
  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/** Room that one request holds for its body. */
export class Reservation {
  readonly #owner: InFlightBytes;
  #heldBytes: number;

  constructor(owner: InFlightBytes, heldBytes: number) {
    this.#owner = owner;
    this.#heldBytes = heldBytes;
  }

  /** Makes the reservation at least this large. @throws Refusal overloaded */
  cover(bytes: number): void {
    if (bytes <= this.#heldBytes) return;
    // Doubling keeps the number of calls that change anything small while a body grows.
    const grown = Math.max(bytes, this.#heldBytes * 2);
    this.#owner.take(grown - this.#heldBytes);
    this.#heldBytes = grown;
  }

  release(): void {
    this.#owner.giveBack(this.#heldBytes);
    this.#heldBytes = 0;
  }
}
