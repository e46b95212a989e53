import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** One file of the page, ready to be sent. */
export interface PageFile {
  contentType: string;
  etag: string;
  /** Its name holds a hash of what is in it. */
  isImmutable: boolean;
  content: Buffer;
  /** The same compressed before, by content coding. */
  encoded: Partial<Record<PageEncoding, Buffer>>;
}

/** Best first. */
export const PAGE_ENCODINGS = ['br', 'gzip'] as const;
export type PageEncoding = (typeof PAGE_ENCODINGS)[number];

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const suffixes: Readonly<Record<PageEncoding, string>> = { br: '.br', gzip: '.gz' };

/** Far more than the page is: a wrong folder is not to fill the memory. */
const maxFiles = 1_000;
const maxBytes = 64 * 1024 * 1024;

/**
 * Reads the built page into memory, by the paths under which its files are asked for. Only what is here is ever sent:
 * no path of a request reaches the file system. Undefined when there is no page.
 *
 * @throws Error when the folder holds more than a page could
 */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile> | undefined> {
  const names: string[] = await readdir(folder, { recursive: true }).catch(() => []);
  if (!names.includes('index.html')) return undefined;
  if (names.length > maxFiles) throw new Error(`WEB_ROOT holds ${names.length} files: that is no page`);
  const files = new Map<string, PageFile>();
  let sizeBytes = 0;
  for (const name of names) {
    const contentType = CONTENT_TYPES[extname(name)];
    if (contentType === undefined) continue;
    const content = await readFile(join(folder, name));
    sizeBytes += content.length;
    if (sizeBytes > maxBytes) throw new Error(`WEB_ROOT holds more than ${maxBytes} bytes: that is no page`);
    const path = `/${name.split(sep).join('/')}`;
    files.set(path, {
      ...{ contentType, content },
      etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`,
      isImmutable: path.startsWith('/assets/'),
      encoded: await readEncoded(folder, name, names),
    });
  }
  return files;
}

async function readEncoded(folder: string, name: string, names: readonly string[]): Promise<PageFile['encoded']> {
  const encoded: PageFile['encoded'] = {};
  for (const encoding of PAGE_ENCODINGS) {
    const other = name + suffixes[encoding];
    if (names.includes(other)) encoded[encoding] = await readFile(join(folder, other));
  }
  return encoded;
}
