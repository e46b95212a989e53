import { hostname } from 'node:os';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { toError } from '@redoubt/contracts';
import { CliError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import type { Carrier } from './carrier.ts';

export interface SyslogTarget {
  /** `tcp://host:port` or `tls://host:port`. */
  url: URL;
  apiKey: string;
  /** How long one batch is repeated while nobody takes it, ms. */
  retryForMs: number;
  signal: AbortSignal;
  pause: (durationMs: number) => Promise<void>;
}

/** user.notice of RFC 5424: what sent it says nothing of its severity. */
const PRIORITY = 13;
const batchTimeoutMs = 60_000;
const firstPauseMs = 200;
const longestPauseMs = 5_000;

/**
 * Sends each line as a message of RFC 5424, octet counted (RFC 6587), with the key in its structured data. The protocol
 * has no answers: a batch counts as taken when the gateway ends its side of the connection, which it does when all is
 * durable; one that refuses resets it. A batch whose connection broke is sent again, so its lines may be stored twice.
 *
 * @returns a carrier that throws CliError when nobody takes a batch for as long as it is repeated
 */
export function syslogCarrier(target: SyslogTarget): Carrier {
  const head = `<${PRIORITY}>1 - ${hostname().replace(/[^\x21-\x7e]/g, '_') || '-'} redoubt-send - - [redoubt@32473 key="${target.apiKey}"] `;
  return async (lines) => {
    const deadlineMs = performance.now() + target.retryForMs;
    const bytes = framed(head, lines);
    let pauseMs = firstPauseMs;
    for (let retries = 0; ; retries++) {
      try {
        await handOver(target, bytes);
        return { accepted: lines.length, refused: 0, errors: [], retries };
      } catch (error) {
        target.signal.throwIfAborted();
        if (performance.now() + pauseMs > deadlineMs) {
          throw new CliError(EXIT.unreachable, `nobody took the messages: ${toError(error).message}`, [
            `sent to ${target.url.host}`,
          ]);
        }
      }
      await target.pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };
}

function framed(head: string, lines: readonly Buffer[]): Buffer {
  const start = Buffer.from(head);
  return Buffer.concat(lines.flatMap((line) => [Buffer.from(`${start.length + line.length} `), start, line]));
}

/** Writes all, ends our side, and waits until the other side has read to the end and ends as well. */
async function handOver({ url, signal }: SyslogTarget, bytes: Buffer): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(batchTimeoutMs)]);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = open(url);
  let isWritten = false;
  const onAbort = (): void => reject(toError(limit.reason));
  limit.addEventListener('abort', onAbort, { once: true });
  socket.once('error', reject);
  socket.once(url.protocol === 'tls:' ? 'secureConnect' : 'connect', () => {
    socket.end(bytes, () => (isWritten = true));
  });
  // An end before ours says that the receiver went, not that it has read everything.
  socket.once('end', () => (isWritten ? resolve() : reject(new Error('the connection was closed'))));
  socket.once('close', () => reject(new Error('the connection was closed')));
  socket.resume();
  try {
    await promise;
  } finally {
    limit.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}

function open({ protocol, hostname: name, port }: URL): Socket {
  const host = name.replace(/^\[|\]$/g, '');
  const place = { host, port: Number(port), allowHalfOpen: true };
  if (protocol !== 'tls:') return connectTcp(place);
  return connectTls({ ...place, ...(isIP(host) === 0 ? { servername: host } : {}) });
}
