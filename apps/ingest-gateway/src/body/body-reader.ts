import type { IncomingMessage } from 'node:http';
import { toError } from '@redoubt/contracts';
import type { BodyRoom } from '../admission/body-room.ts';
import { Refusal } from '../http/refusal.ts';
import type { StallWatch, Watched } from './stall-watch.ts';

export interface BodyLimits {
  maxBodyBytes: number;
  /** Ticks of the watch that may pass without a byte. */
  idleTicks: number;
  /** Average the sender must keep up from `idleTicks` on, bytes per tick; defeats one byte every few seconds. */
  minBytesPerTick: number;
  /** Ticks in which a body that is held whole has to come. */
  wholeTicks: number;
}

/** The sender closed the connection before the body was complete; there is nobody to answer. */
export class SenderGone extends Error {
  override name = 'SenderGone';
}

const PAUSE_ABOVE_BYTES = 256 * 1024;
/** What may wait in a reader: a read from a socket has 64 KiB. */
export const MAX_WAITING_BYTES = PAUSE_ABOVE_BYTES + 64 * 1024;

/**
 * Receives the body of a request with back-pressure: at most 256 KiB wait in it beyond what the consumer took.
 * Time during which the consumer keeps it waiting is not counted against the sender.
 */
export class BodyReader implements Watched {
  readonly #request: IncomingMessage;
  readonly #limits: BodyLimits;
  readonly #watch: StallWatch;
  readonly #room: BodyRoom | undefined;
  #chunks: Buffer[] = [];
  #waitingBytes = 0;
  #receivedBytes = 0;
  #isDone = false;
  #isPaused = false;
  /** The consumer takes everything at the end: no pauses, no wake-ups in between. */
  #isCollecting = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;
  #ticks = 0;
  #idleTicks = 0;
  #bytesAtTick = 0;

  /** @param room  grows with what comes; absent for bodies so small that they are not counted */
  constructor(request: IncomingMessage, limits: BodyLimits, watch: StallWatch, room?: BodyRoom) {
    this.#request = request;
    this.#limits = limits;
    this.#watch = watch;
    this.#room = room;
    request.on('data', (chunk: Buffer) => this.#onData(chunk));
    request.on('end', () => this.#finish());
    // A broken connection shows as `close` without `end`; without a listener for `error` Node raises none.
    request.on('close', () => this.#abort());
    watch.add(this);
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Next part of the body, null at its end. Throws Refusal or SenderGone. */
  async next(): Promise<Buffer | null> {
    while (this.#chunks.length === 0) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#isDone) return null;
      await this.#more();
    }
    const chunk = this.#chunks.shift() as Buffer;
    this.#waitingBytes -= chunk.length;
    return chunk;
  }

  /** The whole body. Throws Refusal or SenderGone. */
  async all(): Promise<Buffer> {
    this.#isCollecting = true;
    while (!this.#isDone) {
      if (this.#error !== undefined) throw this.#error;
      await this.#more();
    }
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  }

  /** Stops receiving; what still comes is for the answer to deal with. */
  release(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#watch.delete(this);
    this.#request.removeAllListeners('data');
  }

  tick(): void {
    if (this.#isPaused) return;
    this.#ticks += 1;
    this.#idleTicks = this.#receivedBytes === this.#bytesAtTick ? this.#idleTicks + 1 : 0;
    this.#bytesAtTick = this.#receivedBytes;
    const { idleTicks, minBytesPerTick, wholeTicks } = this.#limits;
    const isHeld = this.#isCollecting || this.#room?.isWhole === true;
    const isSlow = this.#ticks > idleTicks && this.#receivedBytes < this.#ticks * minBytesPerTick;
    if (isSlow || (isHeld && this.#ticks > wholeTicks)) {
      this.#fail(new Refusal('request_timeout', 'the body comes too slowly'));
    } else if (this.#idleTicks >= idleTicks) {
      this.#fail(new Refusal('request_timeout', 'the body stopped coming'));
    }
  }

  #onData(chunk: Buffer): void {
    this.#receivedBytes += chunk.length;
    if (this.#receivedBytes > this.#limits.maxBodyBytes) {
      this.#request.pause();
      this.#fail(new Refusal('body_too_large', `more than ${this.#limits.maxBodyBytes} bytes`));
      return;
    }
    if (!this.#hasRoom()) return;
    this.#chunks.push(chunk);
    if (this.#isCollecting) return;
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > PAUSE_ABOVE_BYTES) {
      this.#isPaused = true;
      this.#request.pause();
    }
    this.#notify();
  }

  #hasRoom(): boolean {
    try {
      this.#room?.received(this.#receivedBytes);
      return true;
    } catch (thrown) {
      this.#request.pause();
      this.#fail(toError(thrown));
      return false;
    }
  }

  #more(): Promise<void> {
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#request.resume();
    }
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #finish(): void {
    this.#isDone = true;
    this.#watch.delete(this);
    this.#notify();
  }

  /** An error object costs more than receiving a small body, so it is made only when the body is not there yet. */
  #abort(): void {
    if (!this.#isDone) this.#fail(new SenderGone('the sender closed the connection'));
  }

  #fail(error: Error): void {
    if (this.#isDone || this.#error !== undefined) return;
    this.#error = error;
    this.#watch.delete(this);
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
