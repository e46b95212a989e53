export type NumberArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** The bytes of an array, all first bytes of its numbers, then all second ones, and so on. */
export function gatherPlanes(array: NumberArray): Buffer {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const out = Buffer.allocUnsafe(array.byteLength);
  const width = array.BYTES_PER_ELEMENT;
  let at = 0;
  for (let plane = 0; plane < width; plane++) {
    for (let from = plane; from < bytes.length; from += width) out[at++] = bytes[from] as number;
  }
  return out;
}

/** The way back: fills `array` from what `gatherPlanes` gave for one of the same size. */
export function spreadPlanes(planes: Uint8Array, array: NumberArray): void {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const width = array.BYTES_PER_ELEMENT;
  let at = 0;
  for (let plane = 0; plane < width; plane++) {
    for (let to = plane; to < bytes.length; to += width) bytes[to] = planes[at++] as number;
  }
}
