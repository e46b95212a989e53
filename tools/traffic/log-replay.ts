import { createReadStream } from 'node:fs';
import { lineTime, type LineTime } from './log-time.ts';

export interface ReplayOptions {
  nowMs: number;
  /** How much faster than it was written the log is sent; without it as fast as the gateway takes it. */
  speed?: number;
  /** Rewrites the times so that the last line happened at `nowMs`; the distances between lines stay. */
  isShiftedToNow?: boolean;
}

export interface ReplayLine {
  /** Without its line break, otherwise byte for byte (unless shifted). */
  line: Buffer;
  /** When to send it, ms after the start; 0 without `speed`. Lines without a time go with the line before. */
  dueMs: number;
}

const LF = 0x0a;
const CR = 0x0d;

/** Lines of a file as bytes; the line break (`\n` or `\r\n`) is framing, empty lines are left out. */
export async function readLogLines(path: string): Promise<Buffer[]> {
  const lines: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = text.indexOf(LF); end >= 0; end = text.indexOf(LF, start)) {
      addLine(lines, text.subarray(start, end));
      start = end + 1;
    }
    rest = text.subarray(start);
  }
  addLine(lines, rest);
  return lines;
}

/**
 * Plans the replay of a log.
 *
 * Old event times are kept as they are: partitions and retention go by the time of arrival, and lateness is judged per
 * source, so a log of last December is neither dropped nor taken for a late part of live traffic.
 */
export function planReplay(lines: readonly Buffer[], options: ReplayOptions): ReplayLine[] {
  const times = lines.map((line) => lineTime(line.toString('latin1'), options.nowMs));
  const known = times.filter((time) => time !== undefined).map((time) => time.timeMs);
  const firstMs = known[0] ?? options.nowMs;
  const shiftMs = options.isShiftedToNow
    ? options.nowMs - known.reduce((last, timeMs) => Math.max(last, timeMs), firstMs)
    : 0;
  let dueMs = 0;
  return lines.map((line, index) => {
    const time = times[index];
    // A clock set back in the log must not make a line due before the one above it.
    if (time !== undefined && options.speed !== undefined)
      dueMs = Math.max(dueMs, (time.timeMs - firstMs) / options.speed);
    return { line: shifted(line, time, shiftMs), dueMs };
  });
}

function shifted(line: Buffer, time: LineTime | undefined, shiftMs: number): Buffer {
  // latin1 keeps every byte, whatever the line's encoding.
  return time === undefined || shiftMs === 0 ? line : Buffer.from(time.withTime(time.timeMs + shiftMs), 'latin1');
}

function addLine(lines: Buffer[], line: Buffer): void {
  const content = line.at(-1) === CR ? line.subarray(0, -1) : line;
  if (content.length > 0) lines.push(Buffer.from(content));
}
