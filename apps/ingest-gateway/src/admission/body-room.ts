import type { BodyEncoding } from '../body/content-encoding.ts';
import { MAX_WAITING_BYTES } from '../body/body-reader.ts';
import type { Reservation } from './in-flight-bytes.ts';

/** How much of a body is in memory at once, bytes: of what comes, and of what that is decompressed. */
export interface RoomShape {
  maxReceivedBytes: number;
  maxDecodedBytes: number;
  /** All of the body is held until its end. */
  isWhole: boolean;
}

/**
 * @param isWhole  the body is held until its end; otherwise it goes through in pieces
 * @param pieceBytes  a piece, of which there may be one and what overflowed it
 */
export function roomShapeOf(encoding: BodyEncoding, isWhole: boolean, pieceBytes: number): RoomShape {
  const mostBytes = isWhole ? Infinity : 2 * pieceBytes;
  return encoding === 'identity'
    ? { maxReceivedBytes: mostBytes, maxDecodedBytes: 0, isWhole }
    : { maxReceivedBytes: MAX_WAITING_BYTES, maxDecodedBytes: mostBytes, isWhole };
}

/** Makes a reservation grow with the body it is for. */
export class BodyRoom {
  readonly #reservation: Reservation;
  readonly #shape: RoomShape;
  #receivedBytes = 0;
  #decodedBytes = 0;

  constructor(reservation: Reservation, shape: RoomShape) {
    this.#reservation = reservation;
    this.#shape = shape;
  }

  get isWhole(): boolean {
    return this.#shape.isWhole;
  }

  /** Told before the body comes how long it says it is. @throws Refusal overloaded when there is no room for it now */
  announce(bytes: number): void {
    this.#reservation.check(Math.min(bytes, this.#shape.maxReceivedBytes));
  }

  /** Told how much has come in all. @throws Refusal overloaded */
  received(bytes: number): void {
    this.#receivedBytes = Math.min(bytes, this.#shape.maxReceivedBytes);
    this.#reservation.cover(this.#receivedBytes + this.#decodedBytes);
  }

  /** Told how much that is decompressed. @throws Refusal overloaded */
  decoded(bytes: number): void {
    this.#decodedBytes = Math.min(bytes, this.#shape.maxDecodedBytes);
    this.#reservation.cover(this.#receivedBytes + this.#decodedBytes);
  }
}
