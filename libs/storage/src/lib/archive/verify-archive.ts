import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createZstdDecompress } from 'node:zlib';
import { PermanentError, toError } from '@redoubt/contracts';
import type { ArchiveManifest } from './archive-manifest.ts';

/** Largest piece that the unpacked text is handed on in. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads an archive from disk to its end and compares both hashes, sizes, rows and the rows of every organisation with
 * its manifest.
 *
 * @throws PermanentError that says what differs
 */
export async function verifyArchive(folder: string, manifest: ArchiveManifest, signal?: AbortSignal): Promise<void> {
  const organizations: Record<string, number> = {};
  let rows = 0;
  const { packed, plain } = await readThrough(join(folder, manifest.file), (line) => {
    signal?.throwIfAborted();
    rows++;
    const { org_id: org } = JSON.parse(line) as { org_id: string };
    organizations[org] = (organizations[org] ?? 0) + 1;
  });
  const wrong = [
    ...(packed.sha256 === manifest.sha256 && packed.sizeBytes === manifest.sizeBytes ? [] : ['the file']),
    ...(plain.sha256 === manifest.plainSha256 && plain.sizeBytes === manifest.plainSizeBytes ? [] : ['its content']),
    ...(rows === manifest.rows ? [] : [`${rows} rows instead of ${manifest.rows}`]),
    ...(isSame(organizations, manifest.organizations) ? [] : ['rows of organisations']),
  ];
  if (wrong.length > 0) throw new PermanentError(`${manifest.file} is not as it was written: ${wrong.join(', ')}`);
}

/** Rows of an archive as JSON texts, in order. @throws PermanentError when it cannot be unpacked */
export async function* archivedLines(folder: string, manifest: ArchiveManifest): AsyncGenerator<string> {
  const source = createReadStream(join(folder, manifest.file));
  const unpacked = source.pipe(createZstdDecompress({ chunkSize: CHUNK_BYTES }));
  source.on('error', (error) => unpacked.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  try {
    // By line feeds alone: texts hold other marks that some readers take for the end of a line.
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      const lines: string[] = [];
      rest = takeLines(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), (line) => lines.push(line));
      yield* lines;
    }
  } catch (error) {
    throw new PermanentError(`${manifest.file} cannot be unpacked: ${toError(error).message}`, { cause: error });
  }
}

interface Digest {
  sizeBytes: number;
  sha256: string;
}

async function readThrough(path: string, onLine: (line: string) => void): Promise<{ packed: Digest; plain: Digest }> {
  const hashes = { packed: createHash('sha256'), plain: createHash('sha256') };
  const sizes = { packed: 0, plain: 0 };
  const source = createReadStream(path);
  const unpacked = createZstdDecompress({ chunkSize: CHUNK_BYTES });
  source.on('data', (chunk) => {
    hashes.packed.update(chunk);
    sizes.packed += chunk.length;
  });
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      hashes.plain.update(chunk);
      sizes.plain += chunk.length;
      rest = takeLines(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), onLine);
    }
  } catch (error) {
    throw new PermanentError(`${path} cannot be unpacked: ${toError(error).message}`, { cause: error });
  }
  const digest = (name: 'packed' | 'plain'): Digest => ({ sizeBytes: sizes[name], sha256: hashes[name].digest('hex') });
  return { packed: digest('packed'), plain: digest('plain') };
}

/** Hands on whole lines and returns what is left. */
function takeLines(bytes: Buffer, onLine: (line: string) => void): Buffer {
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    onLine(bytes.toString('utf8', start, end));
    start = end + 1;
  }
  return bytes.subarray(start);
}

function isSame(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
