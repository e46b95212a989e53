import { SEED_WORDS } from './org-model.ts';

/** Bytes of randomness that a new model needs. */
export const SEED_BYTES = SEED_WORDS * 4;

/** @param bytes SEED_BYTES from a secure source @throws RangeError  not that many */
export function seedFrom(bytes: Uint8Array): Int32Array {
  if (bytes.length !== SEED_BYTES) throw new RangeError(`a seed is made of ${SEED_BYTES} bytes`);
  return new Int32Array(Uint8Array.from(bytes).buffer);
}
