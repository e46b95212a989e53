/** Longer values seldom come twice. */
export const MAX_CACHED_UNITS = 256;

const MAX_ENTRIES_PER_FIELD = 2_048;
const MAX_ENTRIES = 65_536;
const MAX_BYTES = 16 << 20;
/** Of an entry besides its text and atoms: table slot, string and array headers. */
const ENTRY_BYTES = 160;

/** What the caches of a rule set hold together. */
export class CacheBudget {
  readonly caches: ValueCache[] = [];
  entries = 0;
  bytes = 0;
  hits = 0;
  misses = 0;

  /** Ages all caches until there is room. */
  makeRoom(): void {
    for (let round = 0; round < 2 && (this.entries >= MAX_ENTRIES || this.bytes >= MAX_BYTES); round++) {
      for (const cache of this.caches) cache.age();
    }
  }
}

interface Generation {
  atoms: Map<string, Int32Array>;
  bytes: number;
}

/**
 * Remembers what values of a field reported. Two generations: when the younger one is full, or all caches together
 * are too large, the older one is dropped, so what is asked for now and then stays.
 */
export class ValueCache {
  readonly #budget: CacheBudget;
  #young: Generation = { atoms: new Map(), bytes: 0 };
  #old: Generation = { atoms: new Map(), bytes: 0 };

  constructor(budget: CacheBudget) {
    this.#budget = budget;
    budget.caches.push(this);
  }

  get(text: string): Int32Array | undefined {
    const known = this.#young.atoms.get(text);
    if (known !== undefined) {
      this.#budget.hits++;
      return known;
    }
    const older = this.#old.atoms.get(text);
    if (older === undefined) {
      this.#budget.misses++;
      return undefined;
    }
    this.#budget.hits++;
    this.set(text, older);
    return older;
  }

  set(text: string, atoms: Int32Array): void {
    if (this.#young.atoms.size >= MAX_ENTRIES_PER_FIELD / 2) this.age();
    this.#budget.makeRoom();
    const bytes = ENTRY_BYTES + 2 * text.length + atoms.byteLength;
    this.#young.atoms.set(text, atoms);
    this.#young.bytes += bytes;
    this.#budget.entries++;
    this.#budget.bytes += bytes;
  }

  /** Drops what was not asked for since the last time. */
  age(): void {
    this.#budget.entries -= this.#old.atoms.size;
    this.#budget.bytes -= this.#old.bytes;
    this.#old = this.#young;
    this.#young = { atoms: new Map(), bytes: 0 };
  }
}
