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
  /** Kept at most; beyond it the half that changed longest ago is forgotten, so that it happens rarely. */
  capacity?: number;
  schedule?: Schedule;
  /** Changes were forgotten: lists that were loaded before them and show them must be loaded again. */
  onDropped?: () => void;
}

const defaultCapacity = 2_000;

/** Collects changes of a feed, once a frame; of one thing the greatest version counts. */
export class CaseStore<T extends Versioned> {
  readonly changes = new Observable<CaseChanges<T>>({ byId: new Map(), latest: [] });
  readonly #batcher: FrameBatcher<T>;
  readonly #idOf: (one: T) => string;
  readonly #capacity: number;
  readonly #onDropped: (() => void) | undefined;

  constructor({ idOf, capacity = defaultCapacity, schedule, onDropped }: CaseStoreOptions<T>) {
    this.#idOf = idOf;
    this.#capacity = capacity;
    this.#onDropped = onDropped;
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
    const isFull = byId.size > this.#capacity;
    if (isFull) for (const id of [...byId.keys()].slice(0, byId.size - Math.ceil(this.#capacity / 2))) byId.delete(id);
    if (latest.length > 0) this.changes.set({ byId, latest });
    if (isFull) this.#onDropped?.();
  }
}
