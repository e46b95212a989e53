import { envInteger, envPort } from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import type { PlaceLimits } from '@redoubt/service';
import { z } from 'zod';
import { offsetMinutesOf } from '../../parsers/utc-offset.ts';

/** Environment of the syslog listeners; every key is described in the README. A listener without a port is off. */
export const syslogEnv = {
  SYSLOG_HOST: z.string().default('0.0.0.0'),
  SYSLOG_UDP_PORT: envPort().optional(),
  SYSLOG_TCP_PORT: envPort().optional(),
  SYSLOG_TLS_PORT: envPort().optional(),
  SYSLOG_TLS_CERT_FILE: z.string().optional(),
  SYSLOG_TLS_KEY_FILE: z.string().optional(),
  SYSLOG_ORG_KEY_FILE: z.string().optional(),
  SYSLOG_MAX_MESSAGE_BYTES: envInteger({ min: 480, max: 1024 * 1024 }).default(64 * 1024),
  SYSLOG_MAX_CONNECTIONS: envInteger({ min: 1, max: 100_000 }).default(1_000),
  SYSLOG_ADDRESS_CONNECTIONS: envInteger({ min: 1, max: 100_000 }).optional(),
  SYSLOG_FIRST_MESSAGE_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000 }).default(45_000),
  SYSLOG_CONNECTION_BYTES: envInteger({ min: 64 * 1024, max: 64 * 1024 * 1024 }).default(256 * 1024),
  SYSLOG_UDP_BYTES: envInteger({ min: 64 * 1024, max: 1024 * 1024 * 1024 }).default(16 * 1024 * 1024),
  SYSLOG_TIME_ZONE: z.string().default('Z'),
};

/** Bounds and meaning of what comes over the listeners. */
export interface SyslogSettings {
  host: string;
  /** Ports; an absent one is off, 0 lets the system choose. */
  udpPort?: number | undefined;
  tcpPort?: number | undefined;
  tlsPort?: number | undefined;
  tls?: { certFile: string; keyFile: string };
  /** Holds an API key: whatever names no other organisation belongs to that of the key. */
  orgKeyFile?: string | undefined;
  maxMessageBytes: number;
  /** Of TCP and TLS, each; more are closed at once. */
  limits: PlaceLimits;
  /** A connection that brought no message of a known sender until then is closed. */
  firstMessageTimeoutMs: number;
  /** Bytes of one connection that were read and are not durable; beyond it the connection is not read. */
  connectionBytes: number;
  /** The same for all datagrams; beyond it they are dropped. */
  udpBytes: number;
  /** Of times that name no zone. */
  offsetMinutes: number;
}

type SyslogEnv = z.infer<z.ZodObject<typeof syslogEnv>>;

/** @throws ConfigError when TLS lacks its files, or the time zone is none */
export function syslogSettings(env: SyslogEnv): SyslogSettings {
  const offsetMinutes = offsetMinutesOf(env.SYSLOG_TIME_ZONE);
  if (offsetMinutes === undefined) throw new ConfigError('SYSLOG_TIME_ZONE is Z or ±HH:MM');
  const certFile = env.SYSLOG_TLS_CERT_FILE;
  const keyFile = env.SYSLOG_TLS_KEY_FILE;
  const hasTls = certFile !== undefined && keyFile !== undefined;
  if (env.SYSLOG_TLS_PORT !== undefined && !hasTls) {
    throw new ConfigError('SYSLOG_TLS_PORT needs SYSLOG_TLS_CERT_FILE and SYSLOG_TLS_KEY_FILE');
  }
  return {
    host: env.SYSLOG_HOST,
    udpPort: env.SYSLOG_UDP_PORT,
    tcpPort: env.SYSLOG_TCP_PORT,
    tlsPort: env.SYSLOG_TLS_PORT,
    ...(hasTls ? { tls: { certFile, keyFile } } : {}),
    orgKeyFile: env.SYSLOG_ORG_KEY_FILE,
    maxMessageBytes: env.SYSLOG_MAX_MESSAGE_BYTES,
    limits: {
      maxConnections: env.SYSLOG_MAX_CONNECTIONS,
      maxOfAddress: env.SYSLOG_ADDRESS_CONNECTIONS ?? Math.ceil(env.SYSLOG_MAX_CONNECTIONS / 4),
    },
    firstMessageTimeoutMs: env.SYSLOG_FIRST_MESSAGE_TIMEOUT_MS,
    connectionBytes: env.SYSLOG_CONNECTION_BYTES,
    udpBytes: env.SYSLOG_UDP_BYTES,
    offsetMinutes,
  };
}
