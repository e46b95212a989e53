import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { guardedLookup, isPublicAddress, TargetRefusedError } from '@redoubt/service';
import type { SinkOf } from '@redoubt/rulebook';
import { failureOf } from '../failure.ts';
import { tlsOptions, type SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';
import { octetCounted, syslogText } from './syslog-text.ts';

const SHORTEST_LOOK_MS = 5;

/**
 * Syslog over TCP or TLS, octet counted (RFC 5425, RFC 6587). The protocol has no acknowledgement: what was written may
 * stand in a buffer when the receiver dies. So a batch that is to be confirmed ends its side of the connection and
 * counts as sent when the receiver, which by then has read all of it, ends the other.
 */
export class SyslogWriter implements SinkWriter {
  readonly #sink: SinkOf<'syslog'>;
  readonly #reach: SinkReach;
  #socket: Socket | undefined;
  /** From when on an end that the receiver sent at once would have been seen. */
  #seenEndsMs = 0;

  constructor(sink: SinkOf<'syslog'>, reach: SinkReach) {
    this.#sink = sink;
    this.#reach = reach;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.#reach.timeoutMs), signal]);
    const frames = items.map((item) => octetCounted(syslogText(item, this.#sink.facility))).join('');
    try {
      const socket = this.#socket ?? (await this.#connect(limit));
      await whileOpen(socket, limit, (done) => socket.write(frames, done));
      if (this.#sink.isConfirmed) await this.#confirm(socket, limit);
      else if (this.#socket !== socket) this.#keep(socket);
      return { kind: 'sent' };
    } catch (thrown) {
      this.#drop();
      return { kind: 'retry', detail: failureOf(thrown) };
    }
  }

  async #confirm(socket: Socket, limit: AbortSignal): Promise<void> {
    this.#socket = undefined;
    try {
      // An end that came before ours says that the receiver went, not that it has read everything; one that was on its
      // way when we connected is here after as long as connecting took.
      await sleep(this.#seenEndsMs - performance.now(), limit);
      await whileOpen(socket, limit, (done) => {
        if (socket.readableEnded) return done(Object.assign(new Error('closed'), { code: 'CLOSED' }));
        socket.once('end', done);
        socket.end();
      });
    } finally {
      socket.destroy();
    }
  }

  #keep(socket: Socket): void {
    this.#socket = socket;
    const forget = (): void => {
      if (this.#socket === socket) this.#socket = undefined;
      socket.destroy();
    };
    // A receiver that ends the connection is found out before the next batch, not by losing it.
    socket.once('close', forget);
    socket.once('end', forget);
  }

  async #connect(limit: AbortSignal): Promise<Socket> {
    const { host, port, transport } = this.#sink;
    const isGuarded = !this.#reach.isPrivateAllowed;
    if (isGuarded && isIP(host) !== 0 && !isPublicAddress(host)) throw new TargetRefusedError('not a public address');
    if (isGuarded && transport !== 'tls') throw new TargetRefusedError('not TLS');
    const place = { host, port, ...(isGuarded ? { lookup: guardedLookup } : {}) };
    const isTls = transport === 'tls';
    const socket = isTls
      ? connectTls({ ...place, ...tlsOptions(this.#sink), ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connectTcp({ ...place, allowHalfOpen: true });
    const startedMs = performance.now();
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    // Receivers say nothing; reading is what an end of theirs shows by.
    socket.resume();
    await whileOpen(socket, limit, (done) => socket.once(isTls ? 'secureConnect' : 'connect', done));
    const connectedMs = performance.now();
    this.#seenEndsMs = connectedMs + Math.max(SHORTEST_LOOK_MS, 2 * (connectedMs - startedMs));
    return socket;
  }

  #drop(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  close(): Promise<void> {
    this.#drop();
    return Promise.resolve();
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal });
}

/** Waits for a step; ends with an error when the connection does first, or the time is up. */
async function whileOpen(
  socket: Socket,
  limit: AbortSignal,
  step: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onClose = (): void => reject(Object.assign(new Error('closed'), { code: 'CLOSED' }));
  const onLimit = (): void => {
    reject(limit.reason instanceof Error ? limit.reason : new Error('stopped'));
    socket.destroy();
  };
  socket.once('error', reject);
  socket.once('close', onClose);
  limit.addEventListener('abort', onLimit);
  if (limit.aborted) onLimit();
  if (socket.destroyed) onClose();
  try {
    step((error) => (error ? reject(error) : resolve()));
    await promise;
  } finally {
    socket.off('error', reject);
    socket.off('close', onClose);
    limit.removeEventListener('abort', onLimit);
  }
}
