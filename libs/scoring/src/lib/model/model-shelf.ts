import { modelBytes } from './model-bytes.ts';
import type { OrgModel } from './org-model.ts';

/** Models in memory, within a number of bytes; those used longest ago leave first. */
export class ModelShelf {
  readonly #models = new Map<string, { model: OrgModel; sizeBytes: number }>();
  readonly #maxBytes: number;
  readonly #onLeave: (model: OrgModel) => void;
  #sizeBytes = 0;

  /** @param onLeave called with each model that makes room, to be checkpointed; `put` it back when that fails */
  constructor({ maxBytes, onLeave }: { maxBytes: number; onLeave: (model: OrgModel) => void }) {
    this.#maxBytes = maxBytes;
    this.#onLeave = onLeave;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** True while its models take more than they may. */
  get isOverfull(): boolean {
    return this.#sizeBytes > this.#maxBytes;
  }

  get count(): number {
    return this.#models.size;
  }

  /** The model, which now was used last. */
  get(orgId: string): OrgModel | undefined {
    const entry = this.#models.get(orgId);
    if (entry === undefined) return undefined;
    this.put(entry.model);
    return entry.model;
  }

  /** Adds a model, or weighs one anew that has grown. */
  put(model: OrgModel): void {
    this.take(model.orgId);
    const sizeBytes = modelBytes(model);
    this.#models.set(model.orgId, { model, sizeBytes });
    this.#sizeBytes += sizeBytes;
  }

  /** Lets models go until the rest fits, `most` at a time; the one used last stays, however large it is. */
  makeRoom(most = Infinity): void {
    let left = most;
    for (const [orgId, { model }] of this.#models) {
      if (left <= 0 || !this.isOverfull || this.#models.size === 1) return;
      left -= 1;
      this.take(orgId);
      this.#onLeave(model);
    }
  }

  /** Removes a model without `onLeave`, when its organisation has gone to another owner. */
  take(orgId: string): OrgModel | undefined {
    const entry = this.#models.get(orgId);
    if (entry === undefined) return undefined;
    this.#models.delete(orgId);
    this.#sizeBytes -= entry.sizeBytes;
    return entry.model;
  }

  models(): OrgModel[] {
    return [...this.#models.values()].map(({ model }) => model);
  }
}
