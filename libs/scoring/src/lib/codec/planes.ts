import type { ModelSection, NumberArray } from './model-sections.ts';

/** Bytes of a section with the first numbers of all cells first, then the second ones: like beside like packs better. */
export function toPlanes({ array, perCell }: ModelSection): Uint8Array {
  if (perCell === 1) return bytesOf(array);
  const planes = new Int32Array(array.length);
  const cells = array.length / perCell;
  for (let word = 0; word < perCell; word++) {
    for (let cell = 0; cell < cells; cell++) planes[word * cells + cell] = array[cell * perCell + word] as number;
  }
  return bytesOf(planes);
}

/** Fills a section from bytes that `toPlanes` made. */
export function fromPlanes({ array, perCell }: ModelSection, bytes: Uint8Array): void {
  if (perCell === 1) return bytesOf(array).set(bytes);
  const planes = new Int32Array(array.length);
  bytesOf(planes).set(bytes);
  const cells = array.length / perCell;
  for (let word = 0; word < perCell; word++) {
    for (let cell = 0; cell < cells; cell++) array[cell * perCell + word] = planes[word * cells + cell] as number;
  }
}

function bytesOf(array: NumberArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
