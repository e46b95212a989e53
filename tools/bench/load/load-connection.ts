import { connect, type Socket } from 'node:net';
import type { LoadRequest } from './request-pool.ts';

/** An HTTP answer, as far as a load generator wants to know it. */
export interface Answer {
  status: number;
  retryAfterMs: number | undefined;
  body: string;
}

export interface LoadSource {
  /** The next request to send, or null: then `wake` is called later. */
  next(): LoadRequest | null;
  /** @returns ms after which the same request is to be sent again, or undefined when it is done with */
  answered(request: LoadRequest, answer: Answer): number | undefined;
  /** The connection broke under the request, or could not be opened. @returns as `answered` */
  broken(request: LoadRequest, message: string): number | undefined;
}

const HEAD_END = '\r\n\r\n';

/**
 * One keep-alive HTTP/1.1 connection with one request in flight, on a bare socket: a client library would cost several
 * times what the server under test does. A request is repeated with the same bytes until it is done with.
 */
export class LoadConnection {
  readonly #port: number;
  readonly #source: LoadSource;
  #socket: Socket | undefined;
  #current: LoadRequest | undefined;
  #received = '';
  #isClosed = false;

  constructor(port: number, source: LoadSource) {
    this.#port = port;
    this.#source = source;
  }

  get isIdle(): boolean {
    return this.#current === undefined;
  }

  /** Sends the next request if none is in flight. */
  wake(): void {
    if (this.#current !== undefined || this.#isClosed) return;
    const request = this.#source.next();
    if (request === null) return;
    this.#current = request;
    request.sentAtMs = performance.now();
    this.#send(request);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  #send(request: LoadRequest): void {
    if (this.#isClosed) return;
    this.#socket ??= this.#open();
    this.#socket.write(request.bytes);
  }

  #open(): Socket {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    let reason = 'closed';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#onData(text));
    socket.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? error.message));
    socket.on('close', () => this.#onClose(socket, reason));
    return socket;
  }

  #onData(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text;
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const bodyAt = headEnd + HEAD_END.length;
    const lengthBytes = Number(headerOf(this.#received, 'content-length', headEnd) ?? 0);
    if (this.#received.length < bodyAt + lengthBytes) return;
    const status = Number(this.#received.slice(9, 12));
    const retryAfterS = status < 300 ? undefined : headerOf(this.#received, 'retry-after', headEnd);
    const body = this.#received.slice(bodyAt);
    this.#received = '';
    const request = this.#current as LoadRequest;
    const retryAfterMs = retryAfterS === undefined ? undefined : Number(retryAfterS) * 1_000;
    this.#settle(request, this.#source.answered(request, { status, retryAfterMs, body }));
  }

  #onClose(socket: Socket, reason: string): void {
    if (this.#socket === socket) this.#socket = undefined;
    this.#received = '';
    const request = this.#current;
    if (request !== undefined && !this.#isClosed) this.#settle(request, this.#source.broken(request, reason));
  }

  #settle(request: LoadRequest, repeatAfterMs: number | undefined): void {
    if (repeatAfterMs !== undefined) {
      setTimeout(() => this.#send(request), repeatAfterMs);
      return;
    }
    this.#current = undefined;
    this.wake();
  }
}

function headerOf(text: string, name: string, headEnd: number): string | undefined {
  const head = text.slice(0, headEnd).toLowerCase();
  const at = head.indexOf(`\r\n${name}:`);
  if (at < 0) return undefined;
  const end = head.indexOf('\r\n', at + 2);
  return head.slice(at + name.length + 3, end < 0 ? headEnd : end).trim();
}
