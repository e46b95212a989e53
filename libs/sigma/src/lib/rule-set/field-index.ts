import type { CompiledField } from './compiled-rules.ts';
import type { HitList, TextSpan } from './hit-list.ts';
import { viewOf } from './int-pool.ts';
import { scanContains, scanLeaping, scanWide } from './scan-automaton.ts';
import { scanForward, scanReverse } from './scan-trie.ts';
import { clearRecordStamps, viewTree, type TreeView } from './tree-view.ts';
import { MAX_CACHED_UNITS, ValueCache, type CacheBudget } from './value-cache.ts';

const LAST_SCAN = 0x7fffffff;

/** What the rules of a unit look for in one field. */
export class FieldIndex {
  readonly field: number;
  readonly present: Int32Array;
  readonly any: Int32Array;
  readonly #forward: TreeView | undefined;
  readonly #reverse: TreeView | undefined;
  readonly #contains: TreeView | undefined;
  readonly #wide: TreeView | undefined;
  readonly #cache: ValueCache | undefined;
  #scan = 0;

  /** @param budget without one nothing is remembered */
  constructor(pool: Int32Array<ArrayBuffer>, compiled: CompiledField, budget: CacheBudget | undefined) {
    const { field, forward, reverse, contains, wide } = compiled;
    this.field = field;
    this.present = viewOf(pool, compiled.present);
    this.any = viewOf(pool, compiled.any);
    this.#forward = forward && viewTree(pool, forward);
    this.#reverse = reverse && viewTree(pool, reverse);
    this.#contains = contains && viewTree(pool, contains);
    this.#wide = wide && viewTree(pool, wide);
    this.#cache = budget && new ValueCache(budget);
  }

  /** Puts what is known of a text into `hits`. @returns false when nothing is */
  recall(text: string, hits: HitList): boolean {
    const known = text.length <= MAX_CACHED_UNITS ? this.#cache?.get(text) : undefined;
    if (known === undefined) return false;
    hits.atoms.set(known);
    hits.count = known.length;
    return true;
  }

  /** Keeps what was found in a text. */
  remember(text: string, hits: HitList): void {
    if (this.#cache === undefined || text.length > MAX_CACHED_UNITS) return;
    this.#cache.set(text, hits.atoms.slice(0, hits.count));
  }

  /** Puts the atoms of literals found in a text into `hits`, in place of what was there. */
  search(text: TextSpan, hits: HitList): void {
    hits.count = 0;
    if (this.#forward !== undefined) scanForward(this.#forward, text, hits);
    if (this.#reverse !== undefined) scanReverse(this.#reverse, text, hits);
    if (this.#contains === undefined && this.#wide === undefined) return;
    const scan = this.#nextScan();
    hits.isWide = true;
    if (this.#contains !== undefined) {
      if (this.#contains.window > 0) scanLeaping(this.#contains, text, scan, hits);
      else scanContains(this.#contains, text, scan, hits);
    }
    if (this.#wide !== undefined && hits.isWide) scanWide(this.#wide, text, scan, hits);
  }

  #nextScan(): number {
    if (this.#scan === LAST_SCAN) {
      this.#scan = 0;
      if (this.#contains !== undefined) clearRecordStamps(this.#contains);
      if (this.#wide !== undefined) clearRecordStamps(this.#wide);
    }
    return ++this.#scan;
  }
}
