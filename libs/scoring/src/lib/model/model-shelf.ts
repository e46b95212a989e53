import { modelBytes } from './model-bytes.ts';
import type { OrgModel } from './org-model.ts';

/** Models in memory, within a number of bytes; those used longest ago leave first. */
export class ModelShelf {
  readonly #models = new Map<string, { model: OrgModel; sizeBytes: number }>();
  readonly #maxBytes: number;
  readonly #onLeave: (model: OrgModel) => void;
  #sizeBytes = 0;

  /**
   * @param onLeave called with each model that makes room, to be checkpointed; a model larger than `maxBytes` stays as
   *   long as it is the newest
   */
  constructor({ maxBytes, onLeave }: { maxBytes: number; onLeave: (model: OrgModel) => void }) {
    this.#maxBytes = maxBytes;
    this.#onLeave = onLeave;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
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
    for (const [orgId, entry] of this.#models) {
      if (this.#sizeBytes <= this.#maxBytes || orgId === model.orgId) break;
      this.take(orgId);
      this.#onLeave(entry.model);
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
