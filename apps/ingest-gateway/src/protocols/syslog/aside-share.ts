import { networkOf } from '@redoubt/tenancy';

/** What a message that waits takes beside its bytes: promises and a timer. */
const WAITING_BYTES = 512;
/** Of one address: a relay with many senders behind it is one too. */
const ADDRESS_SHARE = 0.75;

/** Bounds the messages that wait for an answer about their key: in all, and of one address. */
export class AsideShare {
  readonly #maxBytes: number;
  readonly #maxAddressBytes: number;
  /** No more entries than messages that wait. */
  readonly #perNetwork = new Map<string, number>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#maxAddressBytes = maxBytes * ADDRESS_SHARE;
  }

  /** @returns whether there is room, which is taken then */
  enter(address: string, bytes: number): boolean {
    const network = networkOf(address);
    const ofNetwork = (this.#perNetwork.get(network) ?? 0) + bytes + WAITING_BYTES;
    if (ofNetwork > this.#maxAddressBytes || this.#bytes + bytes + WAITING_BYTES > this.#maxBytes) return false;
    this.#bytes += bytes + WAITING_BYTES;
    this.#perNetwork.set(network, ofNetwork);
    return true;
  }

  leave(address: string, bytes: number): void {
    const network = networkOf(address);
    const left = (this.#perNetwork.get(network) ?? 0) - bytes - WAITING_BYTES;
    this.#bytes -= bytes + WAITING_BYTES;
    if (left > 0) this.#perNetwork.set(network, left);
    else this.#perNetwork.delete(network);
  }
}
