/** Tells when what was asked for has been seen, and how long after its event was accepted. */
export interface AlertWatch {
  /** Resolves with the delay, ms, from the accept of the event to the alert about `asset` being there. */
  delayOf(asset: string): Promise<number>;
  close(): Promise<void>;
}

const MOST_WAITING_MS = 30_000;

/** Matches sightings with those who wait for them, in either order. */
export class Sightings {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, (delayMs: number) => void>();

  /** The first sighting counts. */
  see(asset: string, delayMs: number): void {
    if (this.#seen.has(asset)) return;
    this.#seen.set(asset, delayMs);
    this.#waiting.get(asset)?.(delayMs);
  }

  /** @throws Error  not seen within half a minute */
  async delayOf(asset: string): Promise<number> {
    const seen = this.#seen.get(asset);
    if (seen !== undefined) return seen;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.set(asset, resolve);
    const timer = setTimeout(() => reject(new Error(`no alert about ${asset} was seen`)), MOST_WAITING_MS);
    return promise.finally(() => clearTimeout(timer));
  }
}
