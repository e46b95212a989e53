import {
  envDuration,
  envFlag,
  envInteger,
  httpServiceEnv,
  logEnv,
  opsEnv,
  redisEnv,
  secretKeyEnv,
} from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import { z } from 'zod';
import { DEFAULT_LIMITS } from './limits.ts';
import type { ProtocolOptions } from './protocols/index.ts';
import { syslogEnv, syslogSettings } from './protocols/syslog/syslog-config.ts';

const size = (defaultBytes: number, min = 1024) => envInteger({ min, max: 4 * 1024 ** 3 }).default(defaultBytes);
const httpEnv = httpServiceEnv({ port: 8080, maxConnections: 10_000 });

/** Environment of the gateway; every key is described in its README. */
export const gatewayEnv = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...secretKeyEnv.shape,
  ...httpEnv.shape,
  ...syslogEnv,
  BODY_IDLE_TIMEOUT_MS: envDuration(1_000).default(10_000),
  BODY_TIMEOUT_MS: envDuration(1_000).default(300_000),
  BODY_MIN_BYTES_PER_SECOND: envInteger({ min: 0, max: 1_000_000 }).default(512),
  MAX_BODY_BYTES: size(DEFAULT_LIMITS.maxBodyBytes),
  MAX_DECODED_BYTES: size(DEFAULT_LIMITS.maxDecodedBytes),
  MAX_JSON_BODY_BYTES: size(DEFAULT_LIMITS.maxJsonBodyBytes),
  MAX_EVENT_BYTES: envInteger({ min: 64, max: 1024 * 1024 }).default(DEFAULT_LIMITS.maxEventBytes),
  MAX_BATCH_EVENTS: envInteger({ min: 1, max: 10_000_000 }).default(DEFAULT_LIMITS.maxBatchEvents),
  MAX_JSON_DEPTH: envInteger({ min: 1, max: 1_000 }).default(DEFAULT_LIMITS.maxDepth),
  PIECE_BYTES: size(DEFAULT_LIMITS.pieceBytes, 64 * 1024),
  MAX_IN_FLIGHT_BYTES: size(DEFAULT_LIMITS.maxInFlightBytes, 1024 * 1024),
  MAX_ORG_IN_FLIGHT_BYTES: envInteger({ min: 1024 * 1024, max: 4 * 1024 ** 3 }).optional(),
  MEMORY_POLL_MS: envDuration(100).default(1_000),
  DURABILITY: z.enum(['auto', 'master', 'replicated']).default('auto'),
  LINGER_MS: envInteger({ min: 0, max: 1_000 }).default(5),
  HEC_ACK: envFlag().default(true),
  HEC_QUERY_TOKEN: envFlag().default(false),
  ELASTIC_VERSION: z
    .string()
    .regex(/^\d{1,2}\.\d{1,3}\.\d{1,3}$/)
    .default('9.4.0'),
});

export type GatewayEnv = z.infer<typeof gatewayEnv>;

/**
 * Turns the parsed environment into the options of the gateway's parts.
 *
 * @throws ConfigError when sizes contradict each other
 */
export function gatewayConfig(env: GatewayEnv) {
  checkSizes(env);
  return {
    log: logEnv.pick(env),
    ops: opsEnv.pick(env),
    redis: redisEnv.pick(env),
    ...httpEnv.pick(env),
    ...secretKeyEnv.pick(env),
    body: {
      idleTimeoutMs: env.BODY_IDLE_TIMEOUT_MS,
      wholeTimeoutMs: env.BODY_TIMEOUT_MS,
      minBytesPerSecond: env.BODY_MIN_BYTES_PER_SECOND,
    },
    limits: {
      maxBodyBytes: env.MAX_BODY_BYTES,
      maxDecodedBytes: env.MAX_DECODED_BYTES,
      maxJsonBodyBytes: env.MAX_JSON_BODY_BYTES,
      maxEventBytes: env.MAX_EVENT_BYTES,
      maxBatchEvents: env.MAX_BATCH_EVENTS,
      maxDepth: env.MAX_JSON_DEPTH,
      pieceBytes: env.PIECE_BYTES,
      maxInFlightBytes: env.MAX_IN_FLIGHT_BYTES,
      maxOrgInFlightBytes: orgShareOf(env),
    },
    admission: { pollMs: env.MEMORY_POLL_MS },
    syslog: syslogSettings(env),
    protocols: protocolOptions(env),
    producer: { durability: env.DURABILITY, lingerMs: env.LINGER_MS },
  };
}

function protocolOptions(env: GatewayEnv): ProtocolOptions {
  return {
    hec: { isAckEnabled: env.HEC_ACK, isQueryTokenAllowed: env.HEC_QUERY_TOKEN },
    elastic: { version: env.ELASTIC_VERSION },
  };
}

function checkSizes(env: GatewayEnv): void {
  const problems: string[] = [];
  if (env.MAX_EVENT_BYTES > env.PIECE_BYTES) problems.push('MAX_EVENT_BYTES is larger than PIECE_BYTES');
  if (env.PIECE_BYTES > env.MAX_JSON_BODY_BYTES) problems.push('PIECE_BYTES is larger than MAX_JSON_BODY_BYTES');
  // A JSON body is held whole; one that could never be reserved would be refused as overload for ever.
  if (env.MAX_JSON_BODY_BYTES * 2 > env.MAX_IN_FLIGHT_BYTES) {
    problems.push('MAX_IN_FLIGHT_BYTES is less than twice MAX_JSON_BODY_BYTES');
  }
  if (orgShareOf(env) < leastShareOf(env)) {
    problems.push(
      'MAX_ORG_IN_FLIGHT_BYTES is less than MAX_JSON_BODY_BYTES and 1 MiB, or than two PIECE_BYTES and 1 MiB',
    );
  }
  if (problems.length > 0) throw new ConfigError(`bad configuration:\n  ${problems.join('\n  ')}`);
}

/** What one organisation may hold: a quarter, but never less than its largest body. */
function orgShareOf(env: GatewayEnv): number {
  return env.MAX_ORG_IN_FLIGHT_BYTES ?? Math.max(Math.ceil(env.MAX_IN_FLIGHT_BYTES / 4), leastShareOf(env));
}

/** The largest body that is held whole, or a large one in pieces, with what waits of it compressed. */
function leastShareOf({ MAX_JSON_BODY_BYTES, PIECE_BYTES }: GatewayEnv): number {
  return Math.max(MAX_JSON_BODY_BYTES, 2 * PIECE_BYTES) + 1024 * 1024;
}

export type GatewayConfig = ReturnType<typeof gatewayConfig>;
