import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Labelled event sets; data that is not part of the checkout. */
const FOLDER = join(process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'anomaly');

export const ANOMALY_CORPUS_MISSING = `the anomaly data is not there (${FOLDER}): set REDOUBT_SHARED to the folder that holds anomaly/`;

export function isAnomalyCorpusThere(): boolean {
  return existsSync(join(FOLDER, 'darpa-edges.csv.gz'));
}

/** Rows of a gzipped CSV file of the data, header first, without the empty line at the end. */
export function corpusLines(name: string): string[] {
  return linesOfFile(join(FOLDER, name));
}

/** Rows of a CSV file, gzipped or not. */
export function linesOfFile(path: string): string[] {
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const lines = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  return lines.map((line) => line.replace(/\r$/, '')).filter((line) => line !== '');
}
