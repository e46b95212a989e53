import { Refusal } from '../http/refusal.ts';

/** Room that one request holds for its body. */
export interface Reservation {
  /** Makes the reservation at least this large. @throws Refusal overloaded */
  cover(bytes: number): void;
  release(): void;
}

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
    this.#take(bytes);
    let held = bytes;
    return {
      cover: (wanted) => {
        if (wanted <= held) return;
        // Doubling keeps the number of calls that change anything small while a body grows.
        const grown = Math.max(wanted, held * 2);
        this.#take(grown - held);
        held = grown;
      },
      release: () => {
        this.#bytes -= held;
        held = 0;
      },
    };
  }

  #take(bytes: number): void {
    if (this.#bytes + bytes > this.#maxBytes) {
      throw new Refusal('overloaded', `${this.#maxBytes} bytes of bodies are in hand`, { retryAfterS: 1 });
    }
    this.#bytes += bytes;
  }
}
