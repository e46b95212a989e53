import type { Clock, EncryptionOperations } from '@redoubt/contracts';
import { secretBoxOf, type SecretBox } from '@redoubt/encryption';
import { clusterKeys } from '@redoubt/key-schema';
import { OutcomeUnknownError, type RedisClient, type RedisCommand } from '@redoubt/redis';
import type { Closable } from '@redoubt/service';
import type { Logger, Metrics } from '@redoubt/telemetry';

const HOUR_MS = 3_600_000;
const SHOWN_HOURS = 24;
const LIFE_S = 25 * 3_600;
const FLUSH_INTERVAL_MS = 5_000;
const KEY_FIELD = 'key';

interface Deps {
  redis: RedisClient;
  clock: Clock;
  log: Logger;
}

/** A secret box that the posture of the installation knows of. */
export interface ReportedSecretBox extends Closable {
  /** Undefined where the service has no keys. */
  secretBox: SecretBox | undefined;
}

/**
 * The secret box of a service, whose operations are added up in `{acl}:encryption:<hour>` every five seconds. What
 * Redis may have counted already is not counted again, so a number may be lost, never doubled.
 *
 * @throws ConfigError for keys that are none
 */
export function openReportedSecretBox(
  settings: Parameters<typeof secretBoxOf>[0],
  deps: Deps & { metrics?: Metrics },
): ReportedSecretBox {
  const hours = new EncryptionHours(deps);
  const secretBox = secretBoxOf(settings, {
    ...(deps.metrics ? { metrics: deps.metrics } : {}),
    onOperation: (operation, outcome) => hours.add(`${operation}:${outcome}`),
  });
  if (secretBox === undefined) return { secretBox, close: () => Promise.resolve() };
  const flush = (): Promise<void> => hours.flush(secretBox.keyId);
  const timer = setInterval(() => void flush(), FLUSH_INTERVAL_MS);
  void flush();
  return {
    secretBox,
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

class EncryptionHours {
  readonly #deps: Deps;
  #pending = new Map<string, number>();
  /** Where the key in use stands already. */
  #told = '';

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  add(field: string, count = 1): void {
    this.#pending.set(field, (this.#pending.get(field) ?? 0) + count);
  }

  /** Never rejects: a posture that lacks a number is no reason to stop. */
  async flush(keyId: string): Promise<void> {
    const { redis, clock, log } = this.#deps;
    const key = clusterKeys.aclEncryption(clock.now());
    const pending = [...this.#pending];
    if (pending.length === 0 && this.#told === `${key} ${keyId}`) return;
    this.#pending = new Map();
    const counted = pending.map(([field, count]) => command('HINCRBY', key, [field, count]));
    const rest = [command('HSET', key, [KEY_FIELD, keyId]), command('EXPIRE', key, [LIFE_S])];
    const replies = await redis.batch([...counted, ...rest]);
    pending.forEach(([field, count], i) => {
      if (replies[i] instanceof Error && !(replies[i] instanceof OutcomeUnknownError)) this.add(field, count);
    });
    const err = replies.find((reply) => reply instanceof Error);
    if (err === undefined) this.#told = `${key} ${keyId}`;
    else log.warn({ err }, 'encryption_not_reported');
  }
}

function command(name: string, key: string, args: (string | number)[]): RedisCommand {
  return { name, key, args: [key, ...args], retry: 'definite' };
}

/**
 * What services did with secrets in the last 24 hours, and the key that was in use last.
 *
 * @returns nulls when no service reports
 */
export async function readEncryption(
  redis: RedisClient,
  nowMs: number,
): Promise<{ keyId: string | null; operations24h: EncryptionOperations | null }> {
  const keys = Array.from({ length: SHOWN_HOURS }, (_, ago) => clusterKeys.aclEncryption(nowMs - ago * HOUR_MS));
  const replies = await redis.batch(keys.map((key) => ({ name: 'HGETALL', key, args: [key], retry: 'free' })));
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed) throw failed as Error;
  const hours = (replies as string[][]).map(fieldsOf).filter((fields) => fields.size > 0);
  if (hours.length === 0) return { keyId: null, operations24h: null };
  const sum = (...fields: string[]): number =>
    hours.reduce((total, hour) => fields.reduce((all, field) => all + Number(hour.get(field) ?? 0), total), 0);
  return {
    keyId: hours[0]?.get(KEY_FIELD) ?? null,
    operations24h: {
      encryptSuccess: sum('encrypt:success', 'reencrypt:success'),
      encryptFailure: sum('encrypt:failure', 'reencrypt:failure'),
      decryptSuccess: sum('decrypt:success'),
      decryptFailure: sum('decrypt:failure'),
    },
  };
}

function fieldsOf(flat: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] as string, flat[i + 1] as string);
  return fields;
}
