/** A line of the input, byte for byte, without its line end. */
export interface InputLine {
  /** From 1. */
  number: number;
  /** Absent when the line is longer than may be sent. */
  bytes: Buffer | undefined;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts a byte stream into lines. A line beyond `maxBytes` is skipped as it comes, so that memory is bounded whatever the
 * input is. Blank lines are left out but counted.
 */
export async function* readLines(input: AsyncIterable<Buffer | string>, maxBytes: number): AsyncGenerator<InputLine> {
  let number = 0;
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  const finish = (): InputLine | undefined => {
    number++;
    const bytes = sizeBytes > maxBytes ? undefined : withoutReturn(Buffer.concat(parts));
    parts = [];
    sizeBytes = 0;
    return bytes === undefined || !isBlank(bytes) ? { number, bytes } : undefined;
  };
  for await (const given of input) {
    const chunk = typeof given === 'string' ? Buffer.from(given) : given;
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      sizeBytes += end - start;
      if (sizeBytes <= maxBytes) parts.push(chunk.subarray(start, end));
      start = end + 1;
      const line = finish();
      if (line) yield line;
    }
    sizeBytes += chunk.length - start;
    if (sizeBytes <= maxBytes) parts.push(chunk.subarray(start));
    else parts = [];
  }
  if (sizeBytes > 0) {
    const line = finish();
    if (line) yield line;
  }
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09);
}
