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
  /** The connection broke under a request, or could not be opened. @returns ms after which that is to be sent again */
  broken(message: string): number;
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
  /** `#current` was sent on `#socket`, and its answer is to come. */
  #isAwaited = false;
  /** Until `#current` is sent again. */
  #repeat: NodeJS.Timeout | undefined;
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

  /** @returns the request that was neither answered nor done with */
  close(): LoadRequest | undefined {
    this.#isClosed = true;
    clearTimeout(this.#repeat);
    this.#socket?.destroy();
    return this.#current;
  }

  #send(request: LoadRequest): void {
    if (this.#isClosed) return;
    this.#socket ??= this.#open();
    this.#isAwaited = true;
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
    const request = this.#current;
    // What nobody asked for is no answer to the next request either.
    if (request === undefined || !this.#isAwaited) return;
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
    const retryAfterMs = retryAfterS === undefined ? undefined : Number(retryAfterS) * 1_000;
    this.#settle(request, this.#source.answered(request, { status, retryAfterMs, body }));
  }

  #onClose(socket: Socket, reason: string): void {
    if (this.#socket === socket) this.#socket = undefined;
    this.#received = '';
    const request = this.#current;
    // One that was answered and waits to be sent again is not sent twice.
    if (request === undefined || !this.#isAwaited || this.#isClosed) return;
    this.#settle(request, this.#source.broken(reason));
  }

  #settle(request: LoadRequest, repeatAfterMs: number | undefined): void {
    this.#isAwaited = false;
    if (repeatAfterMs !== undefined) {
      this.#repeat = setTimeout(() => this.#send(request), repeatAfterMs);
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
