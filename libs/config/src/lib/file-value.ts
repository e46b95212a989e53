import { readFileSync, statSync } from 'node:fs';
import { ConfigError, toError } from '@redoubt/contracts';

export interface FileValueOptions {
  /** Shortest time between two looks at the files, ms. @default 1000 */
  checkIntervalMs?: number;
}

/**
 * A value made of the content of files, made anew when one of them was replaced: certificates and keys that are
 * exchanged while a service runs. It looks when it is asked, so it needs no watcher and no end.
 *
 * What cannot be read or makes no sense, such as a certificate whose key has not arrived yet, is left aside: the last
 * good value stays, and the next look tries again.
 */
export class FileValue<T> {
  readonly #paths: readonly string[];
  readonly #make: (texts: readonly string[]) => T;
  readonly #checkIntervalMs: number;
  #value: T;
  #seen: string;
  #checkedAtMs: number;
  #failure: string | undefined;

  /** @throws ConfigError when the files cannot be read, or what `make` throws */
  constructor(paths: readonly string[], make: (texts: readonly string[]) => T, options: FileValueOptions = {}) {
    this.#paths = paths;
    this.#make = make;
    this.#checkIntervalMs = options.checkIntervalMs ?? 1_000;
    this.#seen = stampOf(paths);
    this.#checkedAtMs = performance.now();
    this.#value = make(paths.map(readText));
  }

  /** The value of the files as they were at the last look. */
  get current(): T {
    if (performance.now() - this.#checkedAtMs >= this.#checkIntervalMs) this.refresh();
    return this.#value;
  }

  /** Why the files as they are now could not be used; undefined while they are. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Looks at once; true when there is a new value. */
  refresh(): boolean {
    this.#checkedAtMs = performance.now();
    try {
      const stamp = stampOf(this.#paths);
      if (stamp === this.#seen) {
        this.#failure = undefined;
        return false;
      }
      this.#value = this.#make(this.#paths.map(readText));
      this.#seen = stamp;
      this.#failure = undefined;
      return true;
    } catch (error) {
      this.#failure = toError(error).message;
      return false;
    }
  }
}

/** Differs once a file was written or replaced; follows links, as those of mounted secrets. */
function stampOf(paths: readonly string[]): string {
  return paths.map((path) => attempt(path, () => stampOfFile(path))).join();
}

function stampOfFile(path: string): string {
  const { mtimeNs, size, ino } = statSync(path, { bigint: true });
  return `${ino}.${mtimeNs}.${size}`;
}

function readText(path: string): string {
  return attempt(path, () => readFileSync(path, 'utf8'));
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
