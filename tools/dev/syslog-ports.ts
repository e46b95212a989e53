import { createSocket } from 'node:dgram';
import { freePort, isFree } from '@redoubt/test-kit';

/** Where the gateway takes syslog; plain or over TLS, as the rest of the stack speaks. */
export interface SyslogPorts {
  /** Over UDP and TCP. */
  plain?: number;
  tls?: number;
}

const PLAIN_PORT = 5514;
const TLS_PORT = 6514;

/** Ports for syslog: the usual ones if they are free, others otherwise. */
export async function chooseSyslogPorts({ isTls }: { isTls: boolean }): Promise<SyslogPorts> {
  return isTls ? { tls: await portNear(TLS_PORT) } : { plain: await portNear(PLAIN_PORT) };
}

/**
 * Environment of the gateway's listeners.
 *
 * @param orgKeyFile  holds the key of the organisation that messages without a key belong to
 */
export function syslogEnvOf(
  { plain, tls }: SyslogPorts,
  orgKeyFile: string,
  certificate?: { certFile: string; keyFile: string },
): Record<string, string> {
  return {
    SYSLOG_HOST: '127.0.0.1',
    SYSLOG_ORG_KEY_FILE: orgKeyFile,
    ...(plain === undefined ? {} : { SYSLOG_UDP_PORT: String(plain), SYSLOG_TCP_PORT: String(plain) }),
    ...(tls === undefined || certificate === undefined
      ? {}
      : {
          SYSLOG_TLS_PORT: String(tls),
          SYSLOG_TLS_CERT_FILE: certificate.certFile,
          SYSLOG_TLS_KEY_FILE: certificate.keyFile,
        }),
  };
}

async function portNear(wanted: number): Promise<number> {
  let port = wanted;
  while (!((await isFree(port)) && (await isFreeForDatagrams(port)))) port = await freePort();
  return port;
}

function isFreeForDatagrams(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('error', () => socket.close(() => resolve(false)));
  socket.bind({ address: '127.0.0.1', port }, () => socket.close(() => resolve(true)));
  return promise;
}
