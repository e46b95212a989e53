/** A script of the build with what it loads along. Sizes are of the gzipped files. */
export interface BundleChunk {
  fileName: string;
  /** The module it was made for, if it was made for one. */
  sourceFile?: string | undefined;
  isEntry: boolean;
  /** File names of chunks it cannot run without. */
  imports: readonly string[];
  sizeBytes: number;
  styles: readonly { fileName: string; sizeBytes: number }[];
}

export const FIRST_LOAD_MAX_BYTES = 180 * 1024;
export const PAGE_MAX_BYTES = 60 * 1024;

const pageFile = /\/src\/pages\/[^/]+\/([^/]+-page)\.tsx$/;

/** What the first load and each page weigh, scripts and styles; a page counts without what the first load brought. */
export function budgetReport(chunks: readonly BundleChunk[]): { lines: string[]; excesses: string[] } {
  const entry = chunks.find(({ isEntry }) => isEntry);
  if (!entry) throw new Error('the build has no entry');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const first = filesOf(entry, byName);
  const rows = [{ what: 'first load', sizeBytes: sum(first), maxBytes: FIRST_LOAD_MAX_BYTES }];
  for (const chunk of chunks) {
    const page = pageFile.exec(chunk.sourceFile?.replaceAll('\\', '/') ?? '')?.[1];
    if (page === undefined) continue;
    const own = new Map([...filesOf(chunk, byName)].filter(([name]) => !first.has(name)));
    rows.push({ what: page, sizeBytes: sum(own), maxBytes: PAGE_MAX_BYTES });
  }
  const line = ({ what, sizeBytes, maxBytes }: (typeof rows)[number]): string =>
    `${what}: ${kilobytes(sizeBytes)} gzip of ${kilobytes(maxBytes)}`;
  return {
    lines: rows.map(line),
    excesses: rows.filter(({ sizeBytes, maxBytes }) => sizeBytes > maxBytes).map((row) => `too heavy: ${line(row)}`),
  };
}

function filesOf(start: BundleChunk, byName: ReadonlyMap<string, BundleChunk>): Map<string, number> {
  const found = new Map<string, number>();
  const open = [start];
  for (let chunk = open.pop(); chunk !== undefined; chunk = open.pop()) {
    if (found.has(chunk.fileName)) continue;
    found.set(chunk.fileName, chunk.sizeBytes);
    for (const { fileName, sizeBytes } of chunk.styles) found.set(fileName, sizeBytes);
    for (const name of chunk.imports) {
      const imported = byName.get(name);
      if (imported) open.push(imported);
    }
  }
  return found;
}

function sum(files: ReadonlyMap<string, number>): number {
  return [...files.values()].reduce((total, size) => total + size, 0);
}

function kilobytes(sizeBytes: number): string {
  return `${(sizeBytes / 1024).toFixed(1)} kB`;
}
