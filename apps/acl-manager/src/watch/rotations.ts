import {
  RotationError,
  waitingText,
  type AuditEntry,
  type ClientConnection,
  type Credential,
  type CredentialStore,
  type Rotation,
  type RotationEvidence,
} from '@redoubt/acl';
import { toError, type Clock, type RotatedUser } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import { Turns } from '../turns.ts';

export interface RotationsDeps {
  rotation: Rotation;
  store: CredentialStore;
  record: (entry: AuditEntry) => Promise<void>;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

/** Who asked, and why. */
export interface Asked {
  actor?: string;
  reason: string;
  /** Told what is waited for, when that changes. */
  onProgress?: (text: string) => void;
}

/** Rotates passwords, one user after the other: what was broken off, what is due, and what people ask for. */
export class Rotations {
  readonly #deps: RotationsDeps;
  readonly #maxAgeMs: number;
  readonly #turns = new Turns();
  /** Why a rotation stands still; said once until it changes. */
  readonly #stands = new Map<string, string>();
  #running: { user: string; stop: AbortController } | undefined;
  #isClosed = false;

  /** @param maxAgeMs age at which a password is exchanged; 0 for never */
  constructor(deps: RotationsDeps, { maxAgeMs }: { maxAgeMs: number }) {
    this.#deps = deps;
    this.#maxAgeMs = maxAgeMs;
  }

  /** Looks once at every user's password. */
  async look(): Promise<void> {
    const { store, clock, metrics } = this.#deps;
    // One that was turned round has its old age again, and whoever did so has to see to the cause first.
    const isDue = ({ createdAtMs, rolledBackAtMs = 0 }: Credential): boolean =>
      this.#maxAgeMs > 0 && clock.now() - Math.max(createdAtMs, rolledBackAtMs) >= this.#maxAgeMs;
    for (const credential of await store.list()) {
      if (this.#isClosed) return;
      const { user, rotation } = credential;
      metrics.credentialAge.set({ user }, ageSeconds(credential, clock.now()));
      if (rotation === undefined && !isDue(credential)) continue;
      const { reason = 'age', actor } = rotation ?? {};
      await this.rotate(user, { reason, ...(actor === undefined ? {} : { actor }) }, isDue);
    }
  }

  /**
   * Begins a rotation or goes on with one. Never rejects: what stands against it is in the answer and recorded.
   *
   * @param isNeeded asked when its turn has come: another may have rotated the user meanwhile. One under way always is.
   */
  rotate(user: string, asked: Asked, isNeeded: (held: Credential) => boolean): Promise<RotatedUser> {
    return this.#turns.take(async () => {
      if (this.#isClosed) return { user, ok: false, detail: 'acl-manager is being stopped' };
      const held = await this.#deps.store.read(user).catch(() => undefined);
      if (held !== undefined && held.rotation === undefined && !isNeeded(held)) return notNeeded(held);
      const { reason, actor, onProgress } = asked;
      const onOlder = (older: readonly ClientConnection[]): void => onProgress?.(waitingText(user, older));
      return this.#record(user, asked, (signal) =>
        this.#deps.rotation.run(user, reason, { signal, onOlder, ...(actor === undefined ? {} : { actor }) }),
      );
    });
  }

  /**
   * Stops the rotation of a user, if one runs, and goes back to the password from before. Never rejects.
   *
   * @param isDone asked when its turn has come: it may have been turned round meanwhile, for the same request
   */
  rollBack(user: string, asked: Asked, isDone: (held: Credential) => boolean): Promise<RotatedUser> {
    if (this.#running?.user === user) this.#running.stop.abort();
    return this.#turns.take(async () => {
      const held = await this.#deps.store.read(user).catch(() => undefined);
      if (held !== undefined && isDone(held)) return { user, ok: true, detail: 'turned round already' };
      return this.#record(user, asked, () => this.#deps.rotation.rollBack(user, asked.reason));
    });
  }

  /** Stops the one under way before its next step; whoever works next goes on with it. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#running?.stop.abort();
    return Promise.resolve();
  }

  /** Of the password that is in use now: one that was turned round has its old age again. */
  async #showAge(user: string): Promise<void> {
    const { store, metrics, clock } = this.#deps;
    const held = await store.read(user).catch(() => undefined);
    if (held) metrics.credentialAge.set({ user }, ageSeconds(held, clock.now()));
  }

  async #record(
    user: string,
    { actor, reason }: Asked,
    work: (signal: AbortSignal) => Promise<RotationEvidence | undefined>,
  ): Promise<RotatedUser> {
    const { record, metrics, log } = this.#deps;
    const stop = new AbortController();
    this.#running = { user, stop };
    const by = { user, reason, ...(actor === undefined ? {} : { actor }) };
    try {
      const evidence = await work(stop.signal);
      this.#stands.delete(user);
      metrics.rotations.inc({ result: (evidence?.isBack ?? true) ? 'rolled_back' : 'done' });
      await this.#showAge(user);
      await record({ kind: 'rotation_done', ...by, detail: { ...(evidence ?? { isBack: true }) } });
      return { user, ok: true, detail: doneText(evidence), ...(evidence ? { evidence: { ...evidence } } : {}) };
    } catch (error) {
      const { message } = toError(error);
      const step = error instanceof RotationError ? error.step : 'unknown';
      if (!this.#isClosed && this.#stands.get(user) !== message) {
        this.#stands.set(user, message);
        metrics.rotations.inc({ result: 'failed' });
        log.error({ err: toError(error), user }, 'rotation_stands_still');
        await record({ kind: 'rotation_failed', ...by, detail: { step, reason: message } });
      }
      return { user, ok: false, detail: message };
    } finally {
      this.#running = undefined;
    }
  }
}

function ageSeconds({ createdAtMs }: Credential, nowMs: number): number {
  return Math.round((nowMs - createdAtMs) / 1_000);
}

function notNeeded({ user, rolledBackAtMs }: Credential): RotatedUser {
  return rolledBackAtMs === undefined
    ? { user, ok: true, detail: 'rotated already' }
    : { user, ok: false, detail: 'it was turned round' };
}

function doneText(evidence: RotationEvidence | undefined): string {
  if (evidence === undefined) return 'taken back before anyone used the new password';
  const seconds = Math.round((evidence.endedAtMs - evidence.startedAtMs) / 100) / 10;
  return `${evidence.isBack ? 'back to the password from before' : 'rotated'} on ${evidence.nodes.length} nodes in ${seconds} s`;
}
