interface Due {
  dueMs: number;
  key: string;
}

/** Heap entries above twice what is waiting that are let lie before they are cleared away. */
const SLACK = 1_000;

/**
 * What comes due when. A key stands once; it may come out earlier than it is due now (whoever takes it looks and puts it
 * back), never later. Equal times come out in the order of their keys, so the order of insertion is of no account.
 */
export class DueQueue {
  private readonly heap: Due[] = [];
  private readonly dueOf = new Map<string, number>();

  /** Sees to it that the key comes out at `dueMs` or before. */
  add(key: string, dueMs: number): void {
    const known = this.dueOf.get(key);
    if (known !== undefined && known <= dueMs) return;
    this.dueOf.set(key, dueMs);
    this.heap.push({ dueMs, key });
    this.up(this.heap.length - 1);
    this.clearStale();
  }

  peekMs(): number | undefined {
    this.dropStale();
    return this.heap[0]?.dueMs;
  }

  /** Takes the first key that is due by `atMs`. */
  take(atMs: number): Due | undefined {
    this.dropStale();
    const first = this.heap[0];
    if (!first || first.dueMs > atMs) return undefined;
    this.pop();
    this.dueOf.delete(first.key);
    return first;
  }

  clear(): void {
    this.heap.length = 0;
    this.dueOf.clear();
  }

  /** Forgets a key. */
  delete(key: string): void {
    this.dueOf.delete(key);
    this.clearStale();
  }

  /** Entries in memory, stale ones among them. */
  get heldCount(): number {
    return this.heap.length;
  }

  /** Far-off times of keys long forgotten would pile up: they come to the top only when their time does. */
  private clearStale(): void {
    if (this.heap.length <= 2 * this.dueOf.size + SLACK) return;
    this.heap.length = 0;
    // A sorted list is a heap.
    for (const [key, dueMs] of this.dueOf) this.heap.push({ dueMs, key });
    this.heap.sort((a, b) => a.dueMs - b.dueMs || (a.key < b.key ? -1 : 1));
  }

  /** An entry that was replaced by an earlier one, or forgotten, still lies in the heap. */
  private dropStale(): void {
    for (let first = this.heap[0]; first && this.dueOf.get(first.key) !== first.dueMs; first = this.heap[0]) this.pop();
  }

  private pop(): void {
    const last = this.heap.pop();
    if (this.heap.length === 0 || !last) return;
    this.heap[0] = last;
    this.down(0);
  }

  private up(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private down(from: number): void {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      let first = at;
      if (left < this.heap.length && this.isBefore(left, first)) first = left;
      if (left + 1 < this.heap.length && this.isBefore(left + 1, first)) first = left + 1;
      if (first === at) return;
      this.swap(at, first);
      at = first;
    }
  }

  private isBefore(left: number, right: number): boolean {
    const a = this.heap[left] as Due;
    const b = this.heap[right] as Due;
    return a.dueMs !== b.dueMs ? a.dueMs < b.dueMs : a.key < b.key;
  }

  private swap(left: number, right: number): void {
    const kept = this.heap[left] as Due;
    this.heap[left] = this.heap[right] as Due;
    this.heap[right] = kept;
  }
}
