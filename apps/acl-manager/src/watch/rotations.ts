import { RotationError, type AuditEntry, type CredentialStore, type Rotation } from '@redoubt/acl';
import { toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';

export interface RotationsDeps {
  rotation: Rotation;
  store: CredentialStore;
  record: (entry: AuditEntry) => Promise<void>;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

/** Goes on with rotations that were broken off, and begins those whose time has come; one user after the other. */
export class Rotations {
  readonly #deps: RotationsDeps;
  readonly #maxAgeMs: number;

  /** @param maxAgeMs age at which a password is exchanged; 0 for never */
  constructor(deps: RotationsDeps, { maxAgeMs }: { maxAgeMs: number }) {
    this.#deps = deps;
    this.#maxAgeMs = maxAgeMs;
  }

  /** Looks once at every user's password. */
  async look(): Promise<void> {
    const { store, clock, metrics } = this.#deps;
    for (const { user, createdAtMs, rotation } of await store.list()) {
      const ageMs = clock.now() - createdAtMs;
      metrics.credentialAge.set({ user }, Math.round(ageMs / 1_000));
      const isDue = this.#maxAgeMs > 0 && ageMs >= this.#maxAgeMs;
      if (rotation !== undefined || isDue) await this.#rotate(user, rotation === undefined ? 'age' : rotation.reason);
    }
  }

  async #rotate(user: string, reason: string): Promise<void> {
    const { rotation, record, metrics, log } = this.#deps;
    try {
      const evidence = await rotation.run(user, reason);
      metrics.rotations.inc({ result: 'done' });
      metrics.credentialAge.set({ user }, 0);
      await record({ kind: 'rotation_done', user, detail: { ...evidence } });
    } catch (error) {
      metrics.rotations.inc({ result: 'failed' });
      log.error({ err: toError(error), user }, 'rotation_stands_still');
      const step = error instanceof RotationError ? error.step : 'unknown';
      await record({ kind: 'rotation_failed', user, detail: { step, reason: toError(error).message } });
    }
  }
}
