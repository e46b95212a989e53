import { FrameBatcher, type Schedule } from './frame-batcher.ts';
import { Observable } from './observable.ts';

/** What every change of an alert or incident has. */
export interface Versioned {
  version: number;
  updatedAtMs: number;
}

export interface CaseChanges<T> {
  /** The newest known state of each that changed since the page was opened, by id; in the order of their last change. */
  byId: ReadonlyMap<string, T>;
  /** Those of the last frame. */
  latest: readonly T[];
}

interface CaseStoreOptions<T> {
  idOf: (one: T) => string;
  /** Kept at most; those that changed longest ago are forgotten. */
  capacity?: number;
  schedule?: Schedule;
  /** Changes came faster than they could be followed. */
  onDropped?: () => void;
}

const defaultCapacity = 2_000;

/** Collects changes of a feed, once a frame; of one thing the greatest version counts. */
export class CaseStore<T extends Versioned> {
  readonly changes = new Observable<CaseChanges<T>>({ byId: new Map(), latest: [] });
  readonly #batcher: FrameBatcher<T>;
  readonly #idOf: (one: T) => string;
  readonly #capacity: number;

  constructor({ idOf, capacity = defaultCapacity, schedule, onDropped }: CaseStoreOptions<T>) {
    this.#idOf = idOf;
    this.#capacity = capacity;
    this.#batcher = new FrameBatcher({
      capacity,
      ...(schedule ? { schedule } : {}),
      onFlush: (items, droppedCount) => {
        this.#apply(items);
        if (droppedCount > 0) onDropped?.();
      },
    });
  }

  push(items: readonly T[]): void {
    this.#batcher.push(items);
  }

  clear(): void {
    this.#batcher.clear();
    this.changes.set({ byId: new Map(), latest: [] });
  }

  #apply(items: readonly T[]): void {
    const byId = new Map(this.changes.value.byId);
    const latest: T[] = [];
    for (const item of items) {
      const id = this.#idOf(item);
      if ((byId.get(id)?.version ?? 0) >= item.version) continue;
      // At the end: the order of the map is that of the last changes.
      byId.delete(id);
      byId.set(id, item);
      latest.push(item);
    }
    const excess = byId.size - this.#capacity;
    if (excess > 0) for (const id of [...byId.keys()].slice(0, excess)) byId.delete(id);
    if (latest.length > 0) this.changes.set({ byId, latest });
  }
}
