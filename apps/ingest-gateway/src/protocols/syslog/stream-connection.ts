import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SyslogIntake } from './intake.ts';
import { SyslogFramer, type Frame } from './framer.ts';
import type { ConnectionRefusal } from './syslog-metrics.ts';

export interface ConnectionOptions {
  maxMessageBytes: number;
  /** Bytes read and not durable beyond which the socket is not read. */
  maxHeldBytes: number;
  /** A connection that brought no message of a known sender until then is closed. */
  firstMessageTimeoutMs: number;
  onBytes: (bytes: number) => void;
  onClosed: (reason: ConnectionRefusal) => void;
}

/** A sender without a key is cut off, so that it notices. */
const MAX_REFUSED_IN_ROW = 100;

/** One syslog connection over TCP or TLS: divides what comes, sends it off, and stops reading while too much is held. */
export class StreamConnection {
  readonly #socket: Socket;
  readonly #intake: SyslogIntake;
  readonly #options: ConnectionOptions;
  readonly #framer: SyslogFramer;
  readonly #chunks: Buffer[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #heldBytes = 0;
  #isWorking = false;
  #isOver = false;
  #isEndTaken = false;
  #silence: NodeJS.Timeout | undefined;

  constructor(socket: Socket, intake: SyslogIntake, options: ConnectionOptions) {
    this.#socket = socket;
    this.#intake = intake;
    this.#options = options;
    this.#framer = new SyslogFramer(options.maxMessageBytes);
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('end', () => this.#onOver());
    socket.on('close', () => this.#onOver());
    // What came before a reset counts; there is nobody to tell.
    socket.on('error', () => socket.destroy());
    this.#watchSilence();
  }

  /** Settles when the connection is over and nothing of it is on its way any more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get heldBytes(): number {
    return this.#heldBytes + this.#framer.heldBytes;
  }

  /** Reads no more; what was read is still sent off. */
  stop(): void {
    reset(this.#socket);
    this.#onOver();
  }

  #onData(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#options.onBytes(chunk.length);
    this.#heldBytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#heldBytes > this.#options.maxHeldBytes) this.#socket.pause();
    if (!this.#isWorking) void this.#work();
  }

  /** Who is silent, or sends nothing that is anybody's, must not keep the place of one who has something to say. */
  #watchSilence(): void {
    this.#silence = setTimeout(() => {
      if (this.#intake.hasTaken) return;
      // Whose it is may be found out any moment; nobody else can say it sooner.
      if (this.#isWorking) this.#watchSilence();
      else this.#cutOff('silent');
    }, this.#options.firstMessageTimeoutMs).unref();
  }

  #cutOff(reason: ConnectionRefusal): void {
    if (!this.#socket.destroyed) this.#options.onClosed(reason);
    reset(this.#socket);
  }

  #onOver(): void {
    this.#isOver = true;
    clearTimeout(this.#silence);
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let chunk = this.#chunks.shift(); chunk !== undefined; chunk = this.#chunks.shift()) {
      this.#framer.push(chunk);
      this.#intake.startChunk();
      for (let frame = this.#framer.next(); frame !== null; frame = this.#framer.next()) {
        const looked = this.#intake.take(frame);
        if (looked !== undefined) await looked;
      }
      this.#sendOff(chunk.length);
      if (this.#intake.refusedInRow >= MAX_REFUSED_IN_ROW) this.#cutOff('unauthenticated');
    }
    this.#isWorking = false;
    if (this.#isOver) await this.#takeEnd();
  }

  async #takeEnd(): Promise<void> {
    if (this.#isEndTaken) return;
    this.#isEndTaken = true;
    const last: Frame | null = this.#framer.end();
    if (last !== null) await this.#intake.take(last);
    this.#sendOff(0);
  }

  #sendOff(bytes: number): void {
    void this.#intake.flush().then(() => {
      this.#heldBytes -= bytes;
      if (this.#heldBytes <= this.#options.maxHeldBytes && this.#socket.isPaused()) this.#socket.resume();
      if (this.#isEndTaken && this.#heldBytes === 0) {
        // To a sender that waits for it, our end says that all it sent is durable.
        if (this.#intake.hasTaken || this.#intake.refusedInRow === 0) this.#socket.end();
        else reset(this.#socket);
        this.#ended.resolve();
      }
    });
  }
}

/** Ends a connection so that its sender does not take it for an end in good order; TLS has no other way than to close. */
export function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
