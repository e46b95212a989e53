import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Frame } from './framer.ts';
import type { SyslogIntake } from './intake.ts';

export interface DatagramListenerOptions {
  host: string;
  port: number;
  maxMessageBytes: number;
  /** Bytes received and not durable beyond which datagrams are dropped. */
  maxHeldBytes: number;
}

export interface DatagramListenerDeps {
  intake: SyslogIntake;
  onBytes: (bytes: number) => void;
  onOverflow: () => void;
}

/** Asked of the kernel, which may grant less: what waits there while the gateway is busy. */
const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

/** Listens for syslog datagrams (RFC 5426): each is one message, and none can be asked to wait. */
export class DatagramListener {
  readonly #deps: DatagramListenerDeps;
  readonly #options: DatagramListenerOptions;
  readonly #socket: Socket;
  readonly #queue: Buffer[] = [];
  readonly #sending = new Set<Promise<unknown>>();
  #heldBytes = 0;
  #working: Promise<void> | undefined;
  #isListening = false;

  constructor(deps: DatagramListenerDeps, options: DatagramListenerOptions) {
    this.#deps = deps;
    this.#options = options;
    const type = isIPv6(options.host) ? 'udp6' : 'udp4';
    this.#socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER_BYTES });
    this.#socket.on('message', (datagram) => this.#onMessage(datagram));
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#socket.once('error', reject);
    this.#socket.bind({ address: this.#options.host, port: this.#options.port }, () => {
      this.#socket.off('error', reject);
      // Answers of hosts that are no listeners come back as errors here; they mean nothing to a receiver.
      this.#socket.on('error', () => undefined);
      this.#isListening = true;
      resolve();
    });
    return promise;
  }

  /** Reads no more, and settles when what was read is durable or given up. */
  async close(): Promise<void> {
    this.#isListening = false;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
    await this.#working;
    await Promise.all(this.#sending);
  }

  #onMessage(datagram: Buffer): void {
    if (this.#heldBytes + datagram.length > this.#options.maxHeldBytes) return this.#deps.onOverflow();
    this.#deps.onBytes(datagram.length);
    this.#heldBytes += datagram.length;
    this.#queue.push(datagram);
    // Datagrams that arrive in one turn of the event loop go off together.
    this.#working ??= new Promise((resolve) => {
      setImmediate(() => void this.#work().then(resolve));
    });
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) await this.#takeAll(this.#queue.splice(0));
    this.#working = undefined;
  }

  async #takeAll(datagrams: readonly Buffer[]): Promise<void> {
    const { maxMessageBytes } = this.#options;
    let bytes = 0;
    this.#deps.intake.startChunk();
    for (const data of datagrams) {
      bytes += data.length;
      const isOversize = data.length > maxMessageBytes;
      const frame: Frame = { data, start: 0, end: isOversize ? maxMessageBytes : data.length };
      const looked = this.#deps.intake.take(isOversize ? { ...frame, fault: 'oversize' } : frame);
      if (looked !== undefined) await looked;
    }
    this.#sendOff(bytes);
  }

  #sendOff(bytes: number): void {
    const sending = this.#deps.intake.flush().then(() => {
      this.#heldBytes -= bytes;
      this.#sending.delete(sending);
    });
    this.#sending.add(sending);
  }
}
