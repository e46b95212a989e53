import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock } from '@redoubt/contracts';
import { GelfChunks, isGelfChunk, type ChunkLoss } from './gelf-chunks.ts';
import { frameOfDatagram } from './gelf-datagram.ts';
import type { SyslogIntake } from './intake.ts';

export interface DatagramListenerOptions {
  host: string;
  port: number;
  maxMessageBytes: number;
  /** Bytes received and not durable beyond which datagrams are dropped. */
  maxHeldBytes: number;
}

export interface DatagramListenerDeps {
  intake: Pick<SyslogIntake, 'startChunk' | 'take' | 'flush'>;
  onBytes: (bytes: number) => void;
  /** A message was lost: too much is held, or not all its chunks came. */
  onLost: (reason: ChunkLoss) => void;
  clock: Pick<Clock, 'monotonicMs'>;
}

/** Asked of the kernel, which may grant less: what waits there while the gateway is busy. */
const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

const CHUNK_SWEEP_MS = 1_000;

/**
 * Listens for syslog datagrams (RFC 5426): each is one message, and none can be asked to wait. GELF messages may be
 * compressed and come in several.
 */
export class DatagramListener {
  readonly #deps: DatagramListenerDeps;
  readonly #options: DatagramListenerOptions;
  readonly #socket: Socket;
  readonly #queue: Buffer[] = [];
  readonly #sending = new Set<Promise<unknown>>();
  readonly #chunks: GelfChunks;
  #sweep: NodeJS.Timeout | undefined;
  #heldBytes = 0;
  #working: Promise<void> | undefined;
  #isListening = false;

  constructor(deps: DatagramListenerDeps, options: DatagramListenerOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#chunks = new GelfChunks(deps.clock, deps.onLost);
    const type = isIPv6(options.host) ? 'udp6' : 'udp4';
    this.#socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER_BYTES });
    this.#socket.on('message', (datagram, { address }) => this.#onMessage(datagram, address));
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  get heldBytes(): number {
    return this.#heldBytes + this.#chunks.heldBytes;
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
    clearTimeout(this.#sweep);
    this.#chunks.clear();
    await this.#working;
    await Promise.all(this.#sending);
  }

  #onMessage(datagram: Buffer, sender: string): void {
    if (this.heldBytes + datagram.length > this.#options.maxHeldBytes) return this.#deps.onLost('overflow');
    this.#deps.onBytes(datagram.length);
    const message = isGelfChunk(datagram) ? this.#chunks.add(datagram, sender) : datagram;
    if (message === undefined) return this.#sweepSoon();
    this.#heldBytes += message.length;
    this.#queue.push(message);
    // Datagrams that arrive in one turn of the event loop go off together.
    this.#working ??= new Promise((resolve) => {
      setImmediate(() => void this.#work().then(resolve));
    });
  }

  #sweepSoon(): void {
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined;
      this.#chunks.dropOverdue();
      if (!this.#chunks.isEmpty) this.#sweepSoon();
    }, CHUNK_SWEEP_MS);
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
      const frame = frameOfDatagram(data, maxMessageBytes);
      const unpackedBytes = frame.data.length - data.length;
      if (!this.#hasRoomFor(unpackedBytes)) continue;
      bytes += unpackedBytes;
      const looked = this.#deps.intake.take(frame);
      if (looked !== undefined) await looked;
    }
    this.#sendOff(bytes);
  }

  /** A compressed message is counted as what it is unpacked. */
  #hasRoomFor(moreBytes: number): boolean {
    if (moreBytes > 0 && this.heldBytes + moreBytes > this.#options.maxHeldBytes) {
      this.#deps.onLost('overflow');
      return false;
    }
    this.#heldBytes += moreBytes;
    return true;
  }

  #sendOff(bytes: number): void {
    const sending = this.#deps.intake.flush().then(() => {
      this.#heldBytes -= bytes;
      this.#sending.delete(sending);
    });
    this.#sending.add(sending);
  }
}
