import { PermanentError } from '@redoubt/contracts';

/**
 * How it was shown that an account belongs to the person of its address. `mail`: by a token that went there and to nobody
 * else. `provider`: by one that is trusted to name the owners of addresses. `operator`: by the word of one.
 */
export type EmailProof = 'mail' | 'provider' | 'operator';

/** A person; what they may do stands in their memberships. */
export interface User {
  id: string;
  /** Lower case; what they sign in with. */
  email: string;
  displayName: string;
  /** False for those who sign in through a provider only. */
  hasPassword: boolean;
  /** Undefined: nobody has shown that the account belongs to the person of its address. */
  emailProof?: EmailProof;
  /** How often all sessions of the user were ended; see `Sessions.open`. */
  sessionEpoch: number;
  createdAtMs: number;
  lastLoginAtMs?: number;
  /** Signs in nowhere since. */
  disabledAtMs?: number;
}

const MIN_PASSWORD = 12;
const MAX_PASSWORD = 256;
const emailShape = /^[^\s@<>"(),:;\\[\]\p{Cc}]{1,64}@[^\s@<>"(),:;\\[\]\p{Cc}]{1,190}$/u;

/** @returns it in lower case @throws PermanentError when it cannot be an address */
export function checkEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (!emailShape.test(email) || email.length > 254) throw new PermanentError('that is no e-mail address');
  return email;
}

/**
 * Length counts, not kinds of characters (NIST SP 800-63B, section 3.1.1.2).
 *
 * @throws PermanentError  too short, too long, or easily guessed of this person
 */
export function checkPassword(password: string, email: string): string {
  const length = [...password].length;
  if (length < MIN_PASSWORD) throw new PermanentError(`a password has at least ${MIN_PASSWORD} characters`);
  if (length > MAX_PASSWORD) throw new PermanentError(`a password has at most ${MAX_PASSWORD} characters`);
  if (new Set(password.toLowerCase()).size < 5)
    throw new PermanentError('a password has at least 5 different characters');
  const name = email.split('@')[0] as string;
  if (name.length >= 4 && password.toLowerCase().includes(name)) {
    throw new PermanentError('a password must not contain the name in the e-mail address');
  }
  return password;
}

/** @throws PermanentError when it is empty, too long or holds control characters */
export function checkDisplayName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > 200 || /\p{Cc}/u.test(name)) {
    throw new PermanentError('a name has 1 to 200 characters');
  }
  return name;
}
