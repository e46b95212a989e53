import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toError } from '@redoubt/contracts';
import { create } from 'tar';
import { CliError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import type { Redactor } from './redactor.ts';
import type { Section } from './sections.ts';

export interface BundleFile {
  path: string;
  sizeBytes: number;
  /** Hex. */
  sha256: string;
}

export interface MissingFile {
  path: string;
  reason: string;
}

export interface Bundled {
  files: BundleFile[];
  missing: MissingFile[];
  hiddenSecrets: number;
}

const largestBytes = 5 * 1024 * 1024;

/** Collects and redacts every part into texts by path. What cannot be had is named with the reason. */
export async function collectParts(
  sections: readonly Section[],
  redactor: Redactor,
  onProgress: (path: string) => void,
): Promise<{ parts: Map<string, string>; missing: MissingFile[] }> {
  const parts = new Map<string, string>();
  const missing: MissingFile[] = [];
  for (const { path, collect } of sections) {
    onProgress(path);
    try {
      const text = (await collect()).slice(0, largestBytes);
      parts.set(path, redactor.text(text));
    } catch (error) {
      missing.push({ path, reason: redactor.text(toError(error).message) });
    }
  }
  return { parts, missing };
}

/**
 * Writes the parts and a manifest of their hashes as a .tar.gz that only its owner can read.
 *
 * @throws CliError when the file exists or cannot be written, or a known secret would get out
 */
export async function packBundle(
  out: string,
  { parts, missing, head }: { parts: ReadonlyMap<string, string>; missing: MissingFile[]; head: object },
  redactor: Redactor,
): Promise<Bundled> {
  const files = [...parts].map(([path, text]) => ({
    ...{ path, sizeBytes: Buffer.byteLength(text) },
    sha256: createHash('sha256').update(text).digest('hex'),
  }));
  const bundled = { files, missing, hiddenSecrets: redactor.hidden };
  const manifest = `${JSON.stringify({ schemaVersion: 1, ...head, ...bundled }, null, 2)}\n`;
  const all = new Map([['manifest.json', manifest], ...parts]);
  const leak = [...all].find(([path, text]) => redactor.holdsSecret(text) || redactor.holdsSecret(path));
  if (leak) throw new CliError(EXIT.unexpected, `a secret would get out in ${leak[0]}: nothing was written`);
  const folder = await mkdtemp(join(tmpdir(), 'redoubt-bundle-'));
  try {
    for (const [path, text] of all) {
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, path), text, { mode: 0o600 });
    }
    const target = createWriteStream(out, { flags: 'wx', mode: 0o600 });
    await pipeline(create({ gzip: true, portable: true, cwd: folder }, [...all.keys()]), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CliError(EXIT.conflict, `${out} exists already`, ['name another file with --out']);
    }
    throw new CliError(EXIT.usage, `the bundle cannot be written: ${toError(error).message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return bundled;
}
