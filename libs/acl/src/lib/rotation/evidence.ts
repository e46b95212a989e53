export type RotationStep = 'prepared' | 'added' | 'switched' | 'proven' | 'removing' | 'done';

/** What stands in the audit log of a rotation; no secrets and nothing made of them. */
export interface RotationEvidence {
  user: string;
  reason: string;
  /** A rotation that was turned round: the password is the one from before. */
  isBack: boolean;
  startedAtMs: number;
  /** When services were handed the new password. */
  switchedAtMs: number;
  endedAtMs: number;
  /** Connections that had not followed in time. */
  stragglers: readonly { name: string; address: string; node: string }[];
  /** How many connections were ended. */
  killed: number;
  /** Connections with the old password on any node, counted at the end. */
  olderConnections: 0;
  nodes: readonly { address: string; digest: string; isSaved: boolean }[];
  /** It had been broken off and went on. */
  wasResumed: boolean;
}

/** A step that could not be taken. Nothing is lost: the rotation goes on from there when it is run again. */
export class RotationError extends Error {
  override name = 'RotationError';
  readonly user: string;
  readonly step: RotationStep;

  constructor(user: string, step: RotationStep, reason: string) {
    super(`rotation of ${user} stands at ${step}: ${reason}`);
    this.user = user;
    this.step = step;
  }
}
