import { connect } from 'node:net';
import type { NodeEvidence, TlsSeen } from '@redoubt/compliance';
import { toError } from '@redoubt/contracts';
import { NodePool, readNodeCertificates, TLS_VERSIONS, tryNodeProtocols, type RedisOptions } from '@redoubt/redis';

const TIMEOUT_MS = 2_000;

/** What trying showed, by address. */
export type Probed = Pick<NodeEvidence, 'anonymous' | 'tls'>;

/** Tries what cannot be read: a client without a user, and handshakes. A node that gives no sign is left out. */
export async function probeNodes(
  addresses: readonly string[],
  withoutUser: RedisOptions,
): Promise<Map<string, Probed>> {
  const [anonymous, tls] = await Promise.all([tryAnonymously(addresses, withoutUser), tryTls(addresses, withoutUser)]);
  return new Map(
    addresses.map((address) => [address, { anonymous: anonymous.get(address) ?? null, tls: tls.get(address) ?? null }]),
  );
}

async function tryAnonymously(addresses: readonly string[], options: RedisOptions) {
  const pool = new NodePool(options);
  const found = new Map<string, NonNullable<NodeEvidence['anonymous']>>();
  try {
    const ends = await Promise.allSettled(addresses.map((address) => pool.call(address, 'PING')));
    for (const [index, end] of ends.entries()) {
      const text = end.status === 'fulfilled' ? String(end.value) : toError(end.reason).message;
      const refusal = /(NOAUTH|NOPERM|WRONGPASS).*/.exec(text)?.[0];
      const [answer, isRefused] = [refusal ?? text, refusal !== undefined];
      // A node that does not answer has neither refused nor let in.
      if (end.status === 'fulfilled' || isRefused) found.set(addresses[index] ?? '', { isRefused, answer });
    }
  } finally {
    await pool.close();
  }
  return found;
}

async function tryTls(addresses: readonly string[], { tls }: RedisOptions): Promise<Map<string, TlsSeen>> {
  if (tls === undefined) return new Map();
  const [certificates, protocols] = await Promise.all([
    readNodeCertificates(addresses, { tls, timeoutMs: TIMEOUT_MS }),
    tryNodeProtocols(addresses, { tls, timeoutMs: TIMEOUT_MS }),
  ]);
  const read = certificates.flatMap((one) => (one.kind === 'read' ? [one] : []));
  return new Map(
    read.map(({ address, cipher, notAfterMs, refusal = null }): [string, TlsSeen] => {
      const accepted = protocols.get(address);
      const versions = TLS_VERSIONS.map((version) => ({ version, isAccepted: accepted?.includes(version) ?? false }));
      return [address, { versions: accepted ? versions : [], cipher, notAfterMs, refusal }];
    }),
  );
}

/** Whether a plain port answers TCP. */
export function isPortOpen(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: TIMEOUT_MS });
  socket.once('connect', () => resolve(true));
  socket.once('timeout', () => resolve(false));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
