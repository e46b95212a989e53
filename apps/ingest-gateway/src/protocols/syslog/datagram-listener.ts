import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock } from '@redoubt/contracts';
import { AsideShare } from './aside-share.ts';
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

interface Datagram {
  message: Buffer;
  /** Address it came from. */
  sender: string;
}

/** Asked of the kernel, which may grant less: what waits there while the gateway is busy. */
const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

/** Of what all datagrams may hold: messages whose chunks did not all come, and those that wait for their key. */
const CHUNK_SHARE = 0.25;
const ASIDE_SHARE = 0.5;

const CHUNK_SWEEP_MS = 1_000;

/**
 * Listens for syslog datagrams (RFC 5426): each is one message, and none can be asked to wait. GELF messages may be
 * compressed and come in several.
 */
export class DatagramListener {
  readonly #deps: DatagramListenerDeps;
  readonly #options: DatagramListenerOptions;
  readonly #socket: Socket;
  #queue: Datagram[] = [];
  readonly #sending = new Set<Promise<unknown>>();
  readonly #aside: AsideShare;
  readonly #waiting = new Set<Promise<void>>();
  readonly #chunks: GelfChunks;
  #sweep: NodeJS.Timeout | undefined;
  #heldBytes = 0;
  /** Of those that waited for their key and go off with the next flush. */
  #lateBytes = 0;
  #isWorkDue = false;
  #isListening = false;

  constructor(deps: DatagramListenerDeps, options: DatagramListenerOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#chunks = new GelfChunks(deps.clock, deps.onLost, options.maxHeldBytes * CHUNK_SHARE);
    this.#aside = new AsideShare(options.maxHeldBytes * ASIDE_SHARE);
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
    this.#work();
    await Promise.all(this.#waiting);
    this.#work();
    await Promise.all(this.#sending);
  }

  #onMessage(datagram: Buffer, sender: string): void {
    if (this.heldBytes + datagram.length > this.#options.maxHeldBytes) return this.#deps.onLost('overflow');
    this.#deps.onBytes(datagram.length);
    const message = isGelfChunk(datagram) ? this.#chunks.add(datagram, sender) : datagram;
    if (message === undefined) return this.#sweepSoon();
    this.#heldBytes += message.length;
    this.#queue.push({ message, sender });
    this.#workSoon();
  }

  /** Datagrams that arrive in one turn of the event loop go off together. */
  #workSoon(): void {
    if (this.#isWorkDue) return;
    this.#isWorkDue = true;
    setImmediate(() => this.#work());
  }

  #sweepSoon(): void {
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined;
      this.#chunks.dropOverdue();
      if (!this.#chunks.isEmpty) this.#sweepSoon();
    }, CHUNK_SWEEP_MS);
  }

  #work(): void {
    this.#isWorkDue = false;
    const datagrams = this.#queue;
    this.#queue = [];
    let bytes = 0;
    this.#deps.intake.startChunk();
    for (const datagram of datagrams) bytes += this.#take(datagram);
    bytes += this.#lateBytes;
    this.#lateBytes = 0;
    if (bytes > 0) this.#sendOff(bytes);
  }

  /** @returns bytes that go off with the next flush: all, unless the message waits for its key */
  #take({ message, sender }: Datagram): number {
    const frame = frameOfDatagram(message, this.#options.maxMessageBytes);
    const unpackedBytes = frame.data.length - message.length;
    if (!this.#hasRoomFor(unpackedBytes)) return message.length;
    const bytes = frame.data.length;
    const looked = this.#deps.intake.take(frame, () => this.#aside.enter(sender, bytes));
    if (looked === undefined) return bytes;
    this.#waitFor(looked, sender, bytes);
    return 0;
  }

  /** One whose key has to be looked up keeps nobody waiting. */
  #waitFor(looked: Promise<void>, sender: string, bytes: number): void {
    const waiting = looked.then(() => {
      this.#waiting.delete(waiting);
      this.#aside.leave(sender, bytes);
      this.#lateBytes += bytes;
      this.#workSoon();
    });
    this.#waiting.add(waiting);
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
