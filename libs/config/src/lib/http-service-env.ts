import { ConfigError } from '@redoubt/contracts';
import { z } from 'zod';
import { envDuration, envInteger, envNetworks, envPort } from './env-types.ts';
import { defineFragment } from './fragment.ts';
import { lifecycleEnv } from './fragments.ts';

/**
 * This host, private networks (RFC 1918, RFC 4193), those of carriers (RFC 6598) and of a link: where load balancers,
 * ingress controllers and relays have their addresses.
 */
const INNER_NETWORKS = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['::1', 'fc00::/7', 'fe80::/10'],
];

/**
 * HTTP_HOST, HTTP_PORT, MAX_CONNECTIONS, ADDRESS_CONNECTIONS (of one address, by default a quarter of all),
 * SHARED_ADDRESSES (networks to which that does not apply, by default private ones), HEADERS_TIMEOUT_MS and KEEP_ALIVE_TIMEOUT_MS of a service that answers
 * requests; TLS_CERT_FILE and TLS_KEY_FILE: PEM files, which may be replaced while it runs, for HTTPS instead of HTTP; READINESS_LINGER_MS: how long it goes on answering after it said "not ready"; and DRAIN_TIMEOUT_MS, half of
 * which the HTTP server may take and the rest what is closed after it.
 */
export function httpServiceEnv(defaults: { port: number; maxConnections: number }) {
  return defineFragment(
    {
      ...lifecycleEnv.shape,
      HTTP_HOST: z.string().default('0.0.0.0'),
      HTTP_PORT: envPort().default(defaults.port),
      MAX_CONNECTIONS: envInteger({ min: 1, max: 1_000_000 }).default(defaults.maxConnections),
      ADDRESS_CONNECTIONS: envInteger({ min: 1, max: 1_000_000 }).optional(),
      SHARED_ADDRESSES: envNetworks().default(INNER_NETWORKS),
      HEADERS_TIMEOUT_MS: envDuration().default(10_000),
      KEEP_ALIVE_TIMEOUT_MS: envDuration().default(72_000),
      TLS_CERT_FILE: z.string().optional(),
      TLS_KEY_FILE: z.string().optional(),
      READINESS_LINGER_MS: envInteger({ min: 0, max: 60_000 }).default(0),
    },
    (env) => ({
      lifecycle: { ...lifecycleEnv.pick(env), readinessLingerMs: env.READINESS_LINGER_MS },
      http: {
        host: env.HTTP_HOST,
        port: env.HTTP_PORT,
        maxConnections: env.MAX_CONNECTIONS,
        maxOfAddress: env.ADDRESS_CONNECTIONS ?? Math.ceil(env.MAX_CONNECTIONS / 4),
        sharedAddresses: env.SHARED_ADDRESSES,
        headersTimeoutMs: env.HEADERS_TIMEOUT_MS,
        keepAliveTimeoutMs: env.KEEP_ALIVE_TIMEOUT_MS,
        drainMs: Math.floor(env.DRAIN_TIMEOUT_MS / 2),
        ...serverTlsOf(env),
      },
    }),
  );
}

interface ServerTlsEnv {
  TLS_CERT_FILE?: string | undefined;
  TLS_KEY_FILE?: string | undefined;
}

function serverTlsOf({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile }: ServerTlsEnv): {
  tls?: { certFile: string; keyFile: string };
} {
  if (certFile !== undefined && keyFile !== undefined) return { tls: { certFile, keyFile } };
  if (certFile === undefined && keyFile === undefined) return {};
  throw new ConfigError('TLS_CERT_FILE and TLS_KEY_FILE: each needs the other');
}
