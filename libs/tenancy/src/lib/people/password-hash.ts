import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { RetryableError } from '@redoubt/contracts';

const derive = promisify(argon2);

/** What one guess costs. */
export interface PasswordCost {
  memoryKib: number;
  passes: number;
  lanes: number;
}

/** OWASP's first recommendation for Argon2id: 19 MiB, 2 passes, 1 lane; about 25 ms of one core. */
export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Hashes under way or waiting; each takes its memory. */
const MAX_PENDING = 32;
/** Bounds of what a stored hash may ask for, so that a bad row cannot exhaust memory. */
const MOST: PasswordCost = { memoryKib: 1_048_576, passes: 16, lanes: 16 };

const shape = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

let pending = 0;

/** Argon2id (RFC 9106) as a PHC string, which names its own parameters. @throws RetryableError when too many wait */
export async function hashPassword(password: string, cost: PasswordCost = DEFAULT_PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, { salt, cost, tagBytes: TAG_BYTES });
  const { memoryKib, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
}

/**
 * Compares in constant time. `needsRehash`: it was hashed at another cost than `cost`.
 *
 * @param stored undefined when there is no such account: takes as long as if there were one, and is never correct
 * @throws RetryableError when too many wait
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  cost: PasswordCost = DEFAULT_PASSWORD_COST,
): Promise<{ isCorrect: boolean; needsRehash: boolean }> {
  const parsed = stored === undefined ? undefined : parseHash(stored);
  const {
    salt,
    tag,
    cost: storedCost,
  } = parsed ?? { salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES), cost };
  const given = await tagOf(password, { salt, cost: storedCost, tagBytes: tag.length });
  const isCorrect = timingSafeEqual(given, tag) && parsed !== undefined;
  const isSameCost =
    storedCost.memoryKib === cost.memoryKib && storedCost.passes === cost.passes && storedCost.lanes === cost.lanes;
  return { isCorrect, needsRehash: isCorrect && !isSameCost };
}

async function tagOf(
  password: string,
  { salt, cost, tagBytes }: { salt: Buffer; cost: PasswordCost; tagBytes: number },
): Promise<Buffer> {
  if (pending >= MAX_PENDING) throw new RetryableError('too many passwords are being checked');
  pending++;
  try {
    return await derive('argon2id', {
      // The same password typed on another system may come in another normal form.
      message: Buffer.from(password.normalize('NFKC')),
      nonce: salt,
      parallelism: cost.lanes,
      tagLength: tagBytes,
      memory: cost.memoryKib,
      passes: cost.passes,
    });
  } finally {
    pending--;
  }
}

function parseHash(stored: string): { cost: PasswordCost; salt: Buffer; tag: Buffer } | undefined {
  const match = shape.exec(stored);
  if (!match) return undefined;
  const cost = { memoryKib: Number(match[1]), passes: Number(match[2]), lanes: Number(match[3]) };
  if (cost.memoryKib > MOST.memoryKib || cost.passes > MOST.passes || cost.lanes > MOST.lanes) return undefined;
  if (cost.lanes < 1 || cost.passes < 1 || cost.memoryKib < 8 * cost.lanes) return undefined;
  return { cost, salt: Buffer.from(match[4] as string, 'base64'), tag: Buffer.from(match[5] as string, 'base64') };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
