import { LRUCache } from 'lru-cache';
import { systemClock, toError, type Clock, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import type { Logger } from '@redoubt/telemetry';
import { certificateKey, isSecretOf, parseApiKey, type ApiKeyText } from './api-key-text.ts';
import type { OrgQuota } from './organization.ts';
import { readProjectedApiKey, type ProjectedApiKey } from './projection.ts';

/** Who holds the key, and what it allows. */
export interface VerifiedKey {
  orgId: OrgId;
  keyId: string;
  scopes: readonly string[];
  quota: OrgQuota;
}

export type KeyRefusal = 'malformed' | 'unknown' | 'revoked' | 'expired';

/** `unavailable`: Redis gave no answer and nothing recent enough is remembered; the sender may try again. */
export type VerifyResult = VerifiedKey | { refused: KeyRefusal } | { unavailable: true };

/** A key under whose id webhooks come, with the sealed secret they are signed with. */
export interface VerifiedWebhook extends VerifiedKey {
  webhookSecret: Buffer;
}

/** Checks API keys against their projection in Redis. */
export interface ApiKeyVerifier {
  /**
   * Answers without a promise when the key was looked up in the last seconds, which is nearly always.
   *
   * @param headerValue an Authorization value: the key alone or after `Bearer`, `ApiKey` or `Splunk`
   */
  verify(headerValue: string | undefined): VerifyResult | Promise<VerifyResult>;
  /** The same for a client certificate, known by its SHA-256, whose private key the sender was seen to have. */
  verifyCertificate(fingerprint: Buffer): VerifyResult | Promise<VerifyResult>;
  /**
   * Looks up the key under whose id a webhook comes: the id proves nothing, the signature has to be checked with the
   * secret. Keys without one, ended and unknown ones are told apart for nobody.
   */
  findWebhook(keyId: string): Promise<VerifiedWebhook | { refused: 'unknown' } | { unavailable: true }>;
}

export interface ApiKeyVerifierOptions {
  /** From this age on an answer is renewed in the background. */
  renewAfterMs?: number;
  /** Up to this age an answer is used as it is; a revoked key works no longer than this. */
  freshMs?: number;
  /** While Redis does not answer, what it said last holds up to this age. */
  staleMs?: number;
  /** How long "no such key" is remembered. */
  unknownMs?: number;
  /** Longest wait of a request for Redis. */
  lookupTimeoutMs?: number;
  /** Keys remembered; the least used go first. */
  maxKeys?: number;
  /** Look-ups under way, half of them of keys not remembered: further requests with such keys get `unavailable`. */
  maxLookups?: number;
}

const DEFAULTS: Required<ApiKeyVerifierOptions> = {
  renewAfterMs: 1_500,
  freshMs: 3_000,
  staleMs: 30_000,
  unknownMs: 1_000,
  lookupTimeoutMs: 1_000,
  maxKeys: 10_000,
  maxLookups: 512,
};

interface KnownKey {
  key: ProjectedApiKey;
  verified: VerifiedKey;
  seenAtMs: number;
}

interface Deps {
  redis: RedisClient;
  log: Logger;
  clock?: Clock;
}

export function createApiKeyVerifier(deps: Deps, options: ApiKeyVerifierOptions = {}): ApiKeyVerifier {
  return new CachedVerifier(deps, { ...DEFAULTS, ...options });
}

class CachedVerifier implements ApiKeyVerifier {
  readonly #redis: RedisClient;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #options: Required<ApiKeyVerifierOptions>;
  readonly #known: LRUCache<string, KnownKey>;
  // Apart from the known keys, so that guessed ids cannot push real ones out.
  readonly #unknown: LRUCache<string, number>;
  readonly #lookups = new Map<string, Promise<boolean>>();
  #lookupsOfUnknown = 0;
  /** While Redis does not answer, every key is judged at once by what is remembered; look-ups go on in the background. */
  #restUntilMs = -Infinity;

  constructor(deps: Deps, options: Required<ApiKeyVerifierOptions>) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#clock = deps.clock ?? systemClock;
    this.#options = options;
    this.#known = new LRUCache({ max: options.maxKeys });
    this.#unknown = new LRUCache({ max: options.maxKeys });
  }

  verify(headerValue: string | undefined): VerifyResult | Promise<VerifyResult> {
    const given = headerValue === undefined ? null : parseApiKey(headerValue);
    return given === null ? { refused: 'malformed' } : this.#verify(given);
  }

  verifyCertificate(fingerprint: Buffer): VerifyResult | Promise<VerifyResult> {
    return this.#verify(certificateKey(fingerprint));
  }

  async findWebhook(keyId: string): Promise<VerifiedWebhook | { refused: 'unknown' } | { unavailable: true }> {
    // Judged with a secret that is none's: the key is looked up all the same, and remembered.
    const result = await this.#verify({ id: keyId, secret: Buffer.alloc(0) });
    if ('unavailable' in result) return result;
    const known = this.#known.get(keyId);
    if (known?.key.webhookSecret === undefined || this.#endOf(known) !== undefined) return { refused: 'unknown' };
    return { ...known.verified, webhookSecret: known.key.webhookSecret };
  }

  #verify(given: ApiKeyText): VerifyResult | Promise<VerifyResult> {
    const nowMs = this.#clock.monotonicMs();
    const known = this.#known.get(given.id);
    if (known) {
      const ageMs = nowMs - known.seenAtMs;
      if (ageMs >= this.#options.renewAfterMs) void this.#lookup(given.id);
      if (ageMs < this.#options.freshMs) return this.#judge(known, given);
    } else {
      const unknownSinceMs = this.#unknown.get(given.id);
      if (unknownSinceMs !== undefined && nowMs - unknownSinceMs < this.#options.unknownMs)
        return { refused: 'unknown' };
    }
    return this.#afterLookup(given);
  }

  async #afterLookup(given: ApiKeyText): Promise<VerifyResult> {
    const isResting = this.#clock.monotonicMs() < this.#restUntilMs;
    const lookup = this.#lookup(given.id);
    const isAnswered = isResting || lookup === undefined ? false : await this.#within(lookup);
    const known = this.#known.get(given.id);
    if (known) {
      const isRecent = this.#clock.monotonicMs() - known.seenAtMs <= this.#options.staleMs;
      // Revocation is final, so what was revoked once needs no second look.
      const isUsable = isAnswered || isRecent || known.key.revokedAtMs !== undefined;
      return isUsable ? this.#judge(known, given) : { unavailable: true };
    }
    return isAnswered ? { refused: 'unknown' } : { unavailable: true };
  }

  #judge(known: KnownKey, given: ApiKeyText): VerifyResult {
    // A wrong secret learns nothing of the key, not even that it exists.
    if (!isSecretOf(given.secret, known.key.secretHash)) return { refused: 'unknown' };
    const end = this.#endOf(known);
    return end === undefined ? known.verified : { refused: end };
  }

  #endOf({ key }: KnownKey): 'revoked' | 'expired' | undefined {
    if (key.revokedAtMs !== undefined) return 'revoked';
    return key.expiresAtMs !== undefined && key.expiresAtMs <= this.#clock.now() ? 'expired' : undefined;
  }

  /**
   * One look-up per key at a time. Ids that somebody made up leave half of them to keys that are there.
   *
   * @returns whether Redis gave an answer; undefined when too many look-ups are under way
   */
  #lookup(id: string): Promise<boolean> | undefined {
    const running = this.#lookups.get(id);
    if (running) return running;
    const { maxLookups } = this.#options;
    const isKnown = this.#known.has(id);
    if (this.#lookups.size >= maxLookups) return undefined;
    if (!isKnown && this.#lookupsOfUnknown >= Math.ceil(maxLookups / 2)) return undefined;
    if (!isKnown) this.#lookupsOfUnknown += 1;
    const lookup = this.#read(id).finally(() => {
      this.#lookups.delete(id);
      if (!isKnown) this.#lookupsOfUnknown -= 1;
    });
    this.#lookups.set(id, lookup);
    return lookup;
  }

  async #read(id: string): Promise<boolean> {
    // Counted from the question, not the answer: a revocation in between must not be hidden for longer.
    const seenAtMs = this.#clock.monotonicMs();
    try {
      const key = await readProjectedApiKey(this.#redis, id);
      if (key) {
        const verified = { orgId: key.orgId, keyId: id, scopes: key.scopes, quota: key.quota };
        this.#known.set(id, { key, verified, seenAtMs });
        this.#unknown.delete(id);
      } else {
        this.#known.delete(id);
        this.#unknown.set(id, seenAtMs);
      }
      return true;
    } catch (error) {
      this.#log.warn({ err: toError(error), keyId: id }, 'api_key_lookup_failed');
      return false;
    }
  }

  async #within(lookup: Promise<boolean>): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), this.#options.lookupTimeoutMs);
    try {
      const isAnswered = await Promise.race([lookup, promise]);
      if (!isAnswered) this.#restUntilMs = this.#clock.monotonicMs() + this.#options.lookupTimeoutMs;
      return isAnswered;
    } finally {
      clearTimeout(timer);
    }
  }
}
