import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { clusterKeys, subjectHash } from '@redoubt/key-schema';
import { defineScript, type RedisClient } from '@redoubt/redis';

const admitAttempt = defineScript(join(import.meta.dirname, '..', '..', 'scripts', 'admit-attempt-1.lua'));
const takeBackAttempt = defineScript(join(import.meta.dirname, '..', '..', 'scripts', 'take-back-attempt-1.lua'));

/** How attempts of one kind of subject are slowed down. */
export interface AttemptLimit {
  /** Attempts without a wait. */
  free: number;
  /** The wait after them; each further attempt doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** Forgotten this long after the last attempt. */
  lifeS: number;
}

export interface ThrottleLimits {
  /** One account from one address: somebody who guesses, or has forgotten. */
  pair: AttemptLimit;
  /** One address, whatever the account: one password tried on many. */
  address: AttemptLimit;
  /**
   * One account from networks it was never signed in to from: many machines that guess. High and short, since it also
   * keeps out an owner who comes from a new network.
   */
  account: AttemptLimit;
}

export const DEFAULT_THROTTLE_LIMITS: ThrottleLimits = {
  pair: { free: 5, firstWaitMs: 5_000, longestWaitMs: 900_000, lifeS: 3_600 },
  address: { free: 50, firstWaitMs: 5_000, longestWaitMs: 900_000, lifeS: 3_600 },
  account: { free: 100, firstWaitMs: 5_000, longestWaitMs: 60_000, lifeS: 86_400 },
};

/** An attempt that may be made. */
export interface Attempt {
  email: string;
  address: string;
  /** Until when others of the address wait because of it, epoch ms. */
  addressUntil: string;
  /** From a network that the account was signed in to from before: it did not count against the account. */
  isKnown: boolean;
}

export type Admission = { attempt: Attempt } | { retryAfterMs: number };

/** Slows down guessing of passwords, alike for accounts that exist and those that do not. */
export class LoginThrottle {
  readonly #redis: RedisClient;
  readonly #limits: ThrottleLimits;

  constructor(redis: RedisClient, limits: ThrottleLimits = DEFAULT_THROTTLE_LIMITS) {
    this.#redis = redis;
    this.#limits = limits;
  }

  /**
   * Counts an attempt before it is made. The narrowest limit is asked first, and an attempt it refuses counts no
   * further: who is locked out alone does not lock out others.
   *
   * @param isKnown whether the account was signed in to from there before: then guesses from elsewhere do not matter, and
   *   this one does not count among them. Asked only when the other limits let the attempt through
   * @throws RedisUnavailableError: then nobody may sign in, for a session could not be kept either
   */
  async admit(email: string, address: string, isKnown: () => Promise<boolean>): Promise<Admission> {
    const { pair, account, address: ofAddress } = keysOf(email, address);
    const pairAnswer = await this.#admit(pair, this.#limits.pair);
    if (pairAnswer.waitMs > 0) return { retryAfterMs: pairAnswer.waitMs };
    const addressAnswer = await this.#admit(ofAddress, this.#limits.address);
    if (addressAnswer.waitMs > 0) return { retryAfterMs: addressAnswer.waitMs };
    const attempt = { email, address, addressUntil: addressAnswer.until, isKnown: await isKnown() };
    if (attempt.isKnown) return { attempt };
    const { waitMs } = await this.#admit(account, this.#limits.account);
    return waitMs > 0 ? { retryAfterMs: waitMs } : { attempt };
  }

  /**
   * Counts an attempt of somebody who is signed in already to show the password again: by the session alone, since what
   * others guess must not keep anybody from changing it.
   *
   * @returns ms to wait, 0 when the attempt may be made
   */
  async admitAgain(sessionHash: string): Promise<number> {
    return (await this.#admit(keyOf(`session:${sessionHash}`), this.#limits.pair)).waitMs;
  }

  async #admit(key: string, limit: AttemptLimit): Promise<{ waitMs: number; until: string }> {
    const { free, firstWaitMs, longestWaitMs, lifeS } = limit;
    const script = this.#redis.script(admitAttempt);
    const [waitMs, until] = (await script.run([key], [free, firstWaitMs, longestWaitMs, lifeS], { retry: 'free' })) as [
      number,
      number,
    ];
    return { waitMs, until: String(until) };
  }

  /**
   * The attempt was right. Of the address it alone is taken back: people of one office do not shut each other out, and
   * one good account does not pay for guesses at others. Guesses at the account from elsewhere stay counted when its owner
   * comes from a known network: who guesses gains nothing by it.
   */
  async forgive({ email, address, addressUntil, isKnown }: Attempt): Promise<void> {
    const { pair, account, address: ofAddress } = keysOf(email, address);
    for (const key of isKnown ? [pair] : [pair, account]) await this.#redis.call('DEL', key, [], { retry: 'free' });
    await this.#redis.script(takeBackAttempt).run([ofAddress], [addressUntil], { retry: 'never' });
  }
}

/** How a socket that listens for IPv6 as well names an IPv4 address (RFC 4291, section 2.5.5.2). */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** One machine: an IPv4 address, or the /64 of an IPv6 one, of which its owner has all (RFC 4291, section 2.5.4). */
export function networkOf(address: string): string {
  const ipv4 = MAPPED.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const gap = right === undefined ? 0 : 8 - head.length - tail.length;
  const all = [...head, ...Array.from({ length: gap }, () => '0'), ...tail];
  return `${all
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}

function keysOf(email: string, address: string): Record<'pair' | 'address' | 'account', string> {
  const network = networkOf(address);
  return {
    pair: keyOf(`pair:${email} ${network}`),
    address: keyOf(`address:${network}`),
    account: keyOf(`account:${email}`),
  };
}

function keyOf(subject: string): string {
  return clusterKeys.loginAttempts(subjectHash(subject));
}
