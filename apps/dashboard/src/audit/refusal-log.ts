import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import type { Closable } from '@redoubt/service';
import { type AuditActor, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { recordAudit } from './record.ts';
import { actorOfRefused, windowKeyOf, type RefusedRequest } from './refused-request.ts';

export interface RefusalLogOptions {
  /** How often one principal's refusals at one operation are written at most. @default 1 min */
  windowMs?: number;
  /** Windows at once; refusals beyond are counted as lost. @default 10,000 */
  maxWindows?: number;
  /** Windows of requests without a principal, by address; further ones share one. @default 100 */
  maxStrangers?: number;
}

interface Window {
  orgId: OrgId | null;
  actor: AuditActor;
  last: RefusedRequest;
  /** Not written yet. */
  count: number;
  sinceMs: number;
}

export interface RefusalLogDeps {
  database: Pick<Database, 'transaction'>;
  log: Logger;
  clock: Clock;
  /** Counts refusals that will not be in the audit log. */
  lost: { inc(by?: number): void };
}

const SWEEP_MS = 5_000;
const MAX_PATH = 300;
/** Names the window of requests without a principal that are told apart no longer. */
const ELSEWHERE = 'elsewhere';

/**
 * Tells the audit log of refused requests: the first of a principal (or address), operation and code at once, further
 * ones with their number once a minute, so that a flood of refusals is a record a minute. Written beside the answer, not
 * before it; what PostgreSQL does not take stays counted for the next minute. Each instance writes its own.
 */
export class RefusalLog implements Closable {
  readonly #deps: RefusalLogDeps;
  readonly #options: Required<RefusalLogOptions>;
  readonly #windows = new Map<string, Window>();
  readonly #timer: NodeJS.Timeout;
  #strangers = 0;
  #isSweeping = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: RefusalLogDeps, options: RefusalLogOptions = {}) {
    this.#deps = deps;
    this.#options = { windowMs: 60_000, maxWindows: 10_000, maxStrangers: 100, ...options };
    this.#timer = setInterval(() => void this.#sweepOnce(), SWEEP_MS).unref();
  }

  note(refused: RefusedRequest): void {
    const known = this.#windows.get(windowKeyOf(refused));
    if (known) this.#count(known, refused);
    else if (refused.principal === undefined && this.#strangers >= this.#options.maxStrangers)
      this.#noteElsewhere(refused);
    else this.#open(windowKeyOf(refused), refused);
  }

  /** Many addresses at once are one flood. */
  #noteElsewhere(refused: RefusedRequest): void {
    const known = this.#windows.get(ELSEWHERE);
    const any = { ...refused, operation: '*', code: '*', address: '' };
    if (known) this.#count(known, any);
    else this.#open(ELSEWHERE, any);
  }

  #count(window: Window, refused: RefusedRequest): void {
    window.count += 1;
    window.last = refused;
  }

  #open(key: string, refused: RefusedRequest): void {
    if (this.#windows.size >= this.#options.maxWindows) {
      this.#deps.lost.inc();
      return;
    }
    if (refused.principal === undefined) this.#strangers += 1;
    const of = { orgId: refused.principal?.orgId ?? null, actor: actorOfRefused(refused) };
    const window = { ...of, last: refused, count: 1, sinceMs: this.#deps.clock.now() };
    this.#windows.set(key, window);
    this.#write([window]);
  }

  /** Writes what was counted in windows that are over, and forgets those in which nothing was. */
  async sweep(isLast = false): Promise<void> {
    const endsMs = this.#deps.clock.now() - this.#options.windowMs;
    const due: Window[] = [];
    for (const [key, window] of this.#windows) {
      if (window.sinceMs > endsMs && !isLast) continue;
      if (window.count > 0) due.push(window);
      else this.#windows.delete(key);
    }
    this.#strangers = [...this.#windows.values()].filter(({ orgId }) => orgId === null).length;
    this.#write(due);
    await this.#writing;
  }

  async #sweepOnce(): Promise<void> {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    await this.sweep();
    this.#isSweeping = false;
  }

  /** Writes what is counted. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.sweep(true);
    const left = [...this.#windows.values()].reduce((sum, { count }) => sum + count, 0);
    if (left > 0) this.#deps.lost.inc(left);
  }

  /** One after the other: refusals are never more urgent than what the pool of connections is for. */
  #write(windows: readonly Window[]): void {
    this.#writing = this.#writing.then(async () => {
      // Without PostgreSQL the others can wait, counted.
      for (const window of windows) if (!(await this.#append(window))) return;
    });
  }

  async #append(window: Window): Promise<boolean> {
    const { orgId, actor, last, count } = window;
    if (count === 0) return true;
    window.count = 0;
    const { operation, code, path } = last;
    const after = { code, count, ...(path === undefined ? {} : { path: path.slice(0, MAX_PATH) }) };
    try {
      const target = { kind: 'operation', id: operation };
      await recordAudit(this.#deps.database, { orgId, actor, action: 'access.refused', target, after });
      window.sinceMs = this.#deps.clock.now();
      return true;
    } catch (error) {
      window.count += count;
      this.#deps.log.warn({ err: toError(error), orgId }, 'refusal_not_audited');
      return false;
    }
  }
}
