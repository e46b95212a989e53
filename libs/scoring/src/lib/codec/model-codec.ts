import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { OrgModel, type OrgModelOptions } from '../model/org-model.ts';
import { SIZE_CLASSES, SCORING_CONFIG, type ScoringConfig, type SizeClass } from '../model/scoring-config.ts';
import { configHash } from './config-hash.ts';
import { sectionsOf } from './model-sections.ts';
import { readModelHead, restoreModelHead, type ModelHead } from './model-head.ts';
import { fromPlanes, toPlanes } from './planes.ts';

/** First four bytes of every blob: `RDSM`. */
const MAGIC = 0x5244534d;
/** Raised when the meaning of a section changes; a reader refuses what is newer. */
export const MODEL_FORMAT = 3;
const HEADER_BYTES = 20;
/** From here on a level more wins less than it costs. */
const PACKING_LEVEL = 9;
/** What a blob may be unpacked to; a size class L takes about 2 MB. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

/** What a blob says beside the model. */
export interface ModelStamp {
  /** Lease epoch of the writer. */
  epoch: number;
  /** Last handled stream entry per lane. */
  position: Readonly<Record<string, string>>;
}

export type DecodedModel =
  | { kind: 'ok'; model: OrgModel; stamp: ModelStamp }
  /** `newer`: written by a later version; `other_org`, `other_config`: intact, but not for this reader. */
  | { kind: 'corrupt' | 'newer' | 'other_org' | 'other_config'; detail: string };

/**
 * Writes a model as a blob: magic, format, config hash, unpacked size, CRC-32, then packed by zstd (RFC 8878) a JSON head
 * and the typed arrays (little endian). A key stands in both rows with like numbers, which zstd finds: a small model is as
 * small as deflated, the largest one measured a third smaller.
 *
 * A model restored from it gives the same scores as the one that went on, bit for bit.
 */
export function encodeModel(model: OrgModel, stamp: ModelStamp): Buffer {
  const head = Buffer.from(JSON.stringify({ ...readModelHead(model), ...stamp }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const body = Buffer.concat([length, head, ...sectionsOf(model).map(toPlanes)]);
  const packed = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: PACKING_LEVEL } });
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(MAGIC, 0);
  header.writeUInt32LE(MODEL_FORMAT, 4);
  header.writeUInt32LE(configHash(model.config), 8);
  header.writeUInt32LE(body.length, 12);
  header.writeUInt32LE(crc32(packed, crc32(header.subarray(0, 16))), 16);
  return Buffer.concat([header, packed]);
}

/** Reads a blob. Never throws: what cannot be used is named, and the caller falls back to an older blob or a cold start. */
export function decodeModel(
  blob: Buffer,
  expected: { orgId: string; config?: ScoringConfig; reasonsFrom?: number },
): DecodedModel {
  const { orgId, config = SCORING_CONFIG, reasonsFrom = 0 } = expected;
  if (blob.length < HEADER_BYTES || blob.readUInt32BE(0) !== MAGIC) return { kind: 'corrupt', detail: 'no model blob' };
  const format = blob.readUInt32LE(4);
  if (format > MODEL_FORMAT) return { kind: 'newer', detail: `format ${format}, known up to ${MODEL_FORMAT}` };
  const packed = blob.subarray(HEADER_BYTES);
  if (crc32(packed, crc32(blob.subarray(0, 16))) !== blob.readUInt32LE(16)) {
    return { kind: 'corrupt', detail: 'checksum differs' };
  }
  if (blob.readUInt32LE(8) !== configHash(config))
    return { kind: 'other_config', detail: 'other numbers of the model' };
  try {
    const body = zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
    const headEnd = 4 + body.readUInt32LE(0);
    const head = JSON.parse(body.toString('utf8', 4, headEnd)) as ModelHead & ModelStamp;
    if (head.orgId !== orgId) return { kind: 'other_org', detail: 'of another organisation' };
    const model = restore(head, body.subarray(headEnd), { config, reasonsFrom });
    return { kind: 'ok', model, stamp: { epoch: head.epoch, position: head.position } };
  } catch (error) {
    return { kind: 'corrupt', detail: error instanceof Error ? error.message : String(error) };
  }
}

function restore(head: ModelHead, bytes: Buffer, options: Pick<OrgModelOptions, 'config' | 'reasonsFrom'>): OrgModel {
  if (!Object.hasOwn(SIZE_CLASSES, head.sizeClass)) throw new RangeError('no such size class');
  const sizeClass = head.sizeClass as SizeClass;
  const model = new OrgModel({ ...options, orgId: head.orgId, seed: Int32Array.from(head.seed), sizeClass });
  let offset = 0;
  for (const section of sectionsOf(model)) {
    const end = offset + section.array.byteLength;
    if (end > bytes.length) throw new RangeError('the bytes end early');
    fromPlanes(section, bytes.subarray(offset, end));
    offset = end;
  }
  if (offset !== bytes.length) throw new RangeError('bytes left over');
  restoreModelHead(model, head);
  return model;
}
