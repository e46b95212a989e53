import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { FRAME_VERSION, type FrameCodec } from '@redoubt/contracts';
import { readReplayMark, type ReplayMark } from './dead-letters/replay-mark.ts';

/** Payloads from this size on are compressed: below it zstd's fixed price per call costs more than it saves. */
export const COMPRESS_FROM_BYTES = 8 * 1024;

/** A payload never unpacks to more than this: a frame holds 64 KiB plus one event of at most a few hundred KiB. */
const maxPayloadBytes = 4 * 1024 * 1024;

const newline = 0x0a;
const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface EncodedFrame {
  /** Field `v`. */
  version: string;
  count: number;
  payload: Buffer;
}

/** Packs events, each one JSON text without a line feed, into the payload of one stream entry. */
export function encodeFrame(lines: readonly Buffer[]): EncodedFrame {
  const raw = lines.length === 1 ? (lines[0] as Buffer) : joinLines(lines);
  const isLarge = raw.length >= COMPRESS_FROM_BYTES;
  const codec: FrameCodec = isLarge ? 'z' : 'r';
  return {
    version: FRAME_VERSION + codec,
    count: lines.length,
    payload: isLarge ? zstdCompressSync(raw, zstdOptions) : raw,
  };
}

function joinLines(lines: readonly Buffer[]): Buffer {
  let size = lines.length - 1;
  for (const line of lines) size += line.length;
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const line of lines) {
    at += line.copy(out, at);
    if (at < size) out[at++] = newline;
  }
  return out;
}

/** What a stream entry holds; `error` when its envelope cannot be read. */
export type DecodedEntry = ({ acceptedAtMs: number; lines: Buffer[] } | { error: string }) & {
  /** Present when the entry is a dead letter that was put back. */
  replay?: ReplayMark;
};

/** Reads an entry's flat field list, a frame or the one-event field form that `redis-cli XADD` users write. */
export function decodeEntry(entryId: string, fields: readonly Buffer[]): DecodedEntry {
  let version = '';
  let count = 0;
  let acceptedAtMs = Number(entryId.slice(0, entryId.indexOf('-')));
  let payload: Buffer | undefined;
  let isReplay = false;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const value = fields[i + 1] as Buffer;
    const name = (fields[i] as Buffer).toString('latin1');
    if (name === 'd') payload = value;
    else if (name === 'v') version = value.toString('latin1');
    else if (name === 'n') count = Number(value.toString('latin1'));
    else if (name === 't') acceptedAtMs = Number(value.toString('latin1'));
    else if (name === 'o') isReplay = true;
  }
  const decoded =
    payload === undefined
      ? decodeFieldForm(acceptedAtMs, fields)
      : decodePayload(version, count, acceptedAtMs, payload);
  const replay = isReplay ? readReplayMark(fields) : undefined;
  return replay === undefined ? decoded : { ...decoded, replay };
}

function decodePayload(version: string, count: number, acceptedAtMs: number, payload: Buffer): DecodedEntry {
  if (version.length !== 2 || version[0] !== FRAME_VERSION)
    return { error: `frame version ${JSON.stringify(version)}` };
  if (!Number.isSafeInteger(acceptedAtMs)) return { error: 'field t is no time' };
  const raw = version[1] === 'z' ? unpack(payload) : version[1] === 'r' ? payload : null;
  if (raw === null) return { error: 'the payload cannot be unpacked' };
  const lines = splitLines(raw);
  return lines.length === count
    ? { acceptedAtMs, lines }
    : { error: `field n says ${count}, payload has ${lines.length}` };
}

function unpack(payload: Buffer): Buffer | null {
  try {
    return zstdDecompressSync(payload, { maxOutputLength: maxPayloadBytes });
  } catch {
    return null;
  }
}

function splitLines(raw: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = raw.indexOf(newline); end !== -1; end = raw.indexOf(newline, start)) {
    lines.push(raw.subarray(start, end));
    start = end + 1;
  }
  lines.push(raw.subarray(start));
  return lines;
}

const fieldFormNames: ReadonlySet<string> = new Set([
  ...['org_id', 'event_type', 'severity', 'source_ip', 'timestamp', 'payload'],
  ...['user', 'asset', 'action', 'outcome', 'message'],
]);

function decodeFieldForm(acceptedAtMs: number, fields: readonly Buffer[]): DecodedEntry {
  const event: Record<string, unknown> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = (fields[i] as Buffer).toString('utf8');
    if (fieldFormNames.has(name) && name !== 'org_id') event[name] = (fields[i + 1] as Buffer).toString('utf8');
  }
  if (typeof event.event_type !== 'string') return { error: 'neither a frame nor the one-event form' };
  if (typeof event.payload === 'string') event.payload = parsedOrText(event.payload);
  return { acceptedAtMs, lines: [Buffer.from(JSON.stringify(event))] };
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
