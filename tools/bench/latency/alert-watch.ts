/** Tells when an alert about an asset has been seen. */
export interface AlertWatch {
  /** Resolves with the moment, epoch ms with decimals, at which the alert about `asset` was there. */
  seenAtMs(asset: string): Promise<number>;
  close(): Promise<void>;
}

const MOST_WAITING_MS = 30_000;

/** The wall clock with decimals. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Matches sightings with those who wait for them, in either order. */
export class Sightings {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, (atMs: number) => void>();

  /** The first sighting counts. */
  see(asset: string, atMs: number): void {
    if (this.#seen.has(asset)) return;
    this.#seen.set(asset, atMs);
    this.#waiting.get(asset)?.(atMs);
  }

  /** @throws Error  not seen within half a minute */
  async seenAtMs(asset: string): Promise<number> {
    const seen = this.#seen.get(asset);
    if (seen !== undefined) return seen;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.set(asset, resolve);
    const timer = setTimeout(() => reject(new Error(`no alert about ${asset} was seen`)), MOST_WAITING_MS);
    return promise.finally(() => clearTimeout(timer));
  }
}
