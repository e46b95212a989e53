import { createSecureContext, type SecureContext } from 'node:tls';
import { ConfigError } from '@redoubt/contracts';
import { FileValue } from '@redoubt/config';

/** How to speak TLS to the nodes. Names are verified: that of the node's address, or `servername`. */
export interface RedisTls {
  /** Whom to trust, PEM; absent: what Node trusts. */
  ca?: string;
  /** PEM files. They are read again once they were replaced, for every connection opened from then on. */
  caFile?: string;
  certFile?: string;
  keyFile?: string;
  /** A name that the certificates of all nodes hold, where nodes are known by addresses that theirs do not. */
  servername?: string;
}

/** TLS options of one connection. */
export interface ConnectionTls {
  readonly secureContext: SecureContext;
  readonly servername?: string;
}

const known = new WeakMap<RedisTls, ConnectionTls>();

/**
 * TLS options for connections to come, the same object for the same settings. Whoever opens a connection copies its
 * properties at that moment, so its getter hands each one the files as they are then.
 *
 * @throws ConfigError when files cannot be read or do not belong together
 */
export function connectionTls(settings: RedisTls): ConnectionTls {
  let found = known.get(settings);
  if (!found) {
    found = createConnectionTls(settings);
    known.set(settings, found);
  }
  return found;
}

const FILES = ['caFile', 'certFile', 'keyFile'] as const;

function createConnectionTls(settings: RedisTls): ConnectionTls {
  const given = FILES.filter((name) => settings[name] !== undefined);
  const contexts = new FileValue(
    given.map((name) => settings[name] as string),
    (texts) => contextOf(settings, Object.fromEntries(given.map((name, index) => [name, texts[index]]))),
  );
  return {
    get secureContext() {
      return contexts.current;
    },
    ...(settings.servername === undefined ? {} : { servername: settings.servername }),
  };
}

function contextOf(settings: RedisTls, texts: Partial<Record<(typeof FILES)[number], string>>): SecureContext {
  const { caFile: ca = settings.ca, certFile: cert, keyFile: key } = texts;
  try {
    return createSecureContext({ ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) });
  } catch (error) {
    // OpenSSL's reasons, such as "key values mismatch", hold nothing of the key.
    throw new ConfigError(`certificate or key for Redis: ${(error as Error).message}`);
  }
}
