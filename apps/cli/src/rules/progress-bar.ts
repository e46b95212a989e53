import { formatCount } from '../output/number.ts';

const width = 24;

/** `[########----------------] 1,200 of 3,780 rule files`, for a line that is written over. */
export function progressBar(done: number, total: number, what: string): string {
  const filled = total === 0 ? width : Math.min(width, Math.floor((done / total) * width));
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${formatCount(done)} of ${formatCount(total)} ${what}`;
}
