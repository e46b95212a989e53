import { randomBytes } from 'node:crypto';
import { passwordHash } from '../cluster/acl-list.ts';
import type { RotationEvidence, RotationStep } from './evidence.ts';

/** The secret of one user, with what is on its way. */
export interface Credential {
  user: string;
  /** What services use. */
  password: string;
  /** When it was made, epoch ms. */
  createdAtMs: number;
  /** Made, and on its way to every node; not yet used by anyone. */
  next?: { password: string; createdAtMs: number };
  /** Replaced, and still good until the rotation ends. */
  previous?: { password: string; createdAtMs: number };
  /** When somebody last turned a rotation round, epoch ms; gone with the next that came to its end. */
  rolledBackAtMs?: number;
  /** Where a rotation stands. */
  rotation?: RotationState;
}

export interface RotationState {
  /** The last step that was begun. */
  step: RotationStep;
  startedAtMs: number;
  switchedAtMs?: number;
  reason: string;
  /** Who asked for it, where somebody did. */
  actor?: string;
  /** Turned round: it goes back to the password from before. */
  isBack: boolean;
  stragglers?: RotationEvidence['stragglers'];
}

/**
 * Where passwords live. Only hashes go to Redis, so this is the one place that has them; services read it (a mounted
 * file, a Kubernetes Secret). Implementations write all or nothing, and a write that returns is durable.
 */
export interface CredentialStore {
  /** Throws when it cannot be read. */
  read(user: string): Promise<Credential | undefined>;
  list(): Promise<Credential[]>;
  /** Throws when it cannot be written; nothing has changed then. */
  write(credential: Credential): Promise<void>;
  remove(user: string): Promise<void>;
}

/**
 * Reads what a store kept of a user.
 *
 * @throws Error for what is none, without any of it in the message: it may hold the password
 */
export function parseCredential(text: string, user: string): Credential {
  let found: Partial<Credential> | null;
  try {
    found = JSON.parse(text) as Partial<Credential> | null;
  } catch {
    found = null;
  }
  const { password, createdAtMs } = found ?? {};
  if (found?.user !== user || typeof password !== 'string' || password === '' || typeof createdAtMs !== 'number') {
    throw new Error(`what the store keeps of ${user} is no password of it`);
  }
  return { ...found, user, password, createdAtMs };
}

/** 256 random bits. Redis keeps an unsalted SHA-256, which only so long a secret stands. */
export function newPassword(): string {
  return randomBytes(32).toString('base64url');
}

/** Hashes that a user has on every node as this credential stands: one, or two while one replaces the other. */
export function hashesOf({ password, next, previous, rotation }: Credential): string[] {
  const older = rotation?.step === 'removing' ? undefined : previous;
  const passwords = [password, next?.password, older?.password].filter((one) => one !== undefined);
  return [...new Set(passwords.map(passwordHash))];
}
