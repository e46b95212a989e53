import type { InputLine } from './read-lines.ts';

/** Lines that go out in one request. */
export interface Batch {
  /** Line numbers in the input, by position in the request. */
  numbers: number[];
  /** Without their ends. */
  lines: Buffer[];
  /** Of the lines with their ends. */
  sizeBytes: number;
}

export interface BatchLimits {
  maxLines: number;
  maxBytes: number;
}

/** Puts lines together into requests. A line that cannot be sent is handed to `onTooLong`. */
export async function* batchesOf(
  lines: AsyncIterable<InputLine>,
  limits: BatchLimits,
  onTooLong: (number: number) => void,
): AsyncGenerator<Batch> {
  let numbers: number[] = [];
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  const take = (): Batch => {
    const batch = { numbers, lines: parts, sizeBytes };
    numbers = [];
    parts = [];
    sizeBytes = 0;
    return batch;
  };
  for await (const { number, bytes } of lines) {
    if (bytes === undefined) {
      onTooLong(number);
      continue;
    }
    const isFull = numbers.length >= limits.maxLines || sizeBytes + bytes.length + 1 > limits.maxBytes;
    if (isFull && numbers.length > 0) yield take();
    numbers.push(number);
    parts.push(bytes);
    sizeBytes += bytes.length + 1;
  }
  if (numbers.length > 0) yield take();
}
