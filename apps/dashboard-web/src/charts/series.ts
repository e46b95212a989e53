import type { ColorToken } from '../theme/theme-colors.ts';

/** A line, or a layer of a stack. */
export interface Series {
  name: string;
  color: ColorToken;
  /** One per time; null where nothing is known. */
  values: readonly (number | null)[];
}

/** Layers put on each other, the first one at the bottom; what is not known counts as nothing. */
export function stacked(series: readonly Series[]): number[][] {
  let below: number[] = [];
  return series.map(({ values }) => {
    below = values.map((value, index) => (below[index] ?? 0) + (value ?? 0));
    return below;
  });
}

/** Evenly picked indexes, at most so many, with the last one among them. */
export function sampledIndexes(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  const step = (count - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => Math.round(index * step));
}

/** The points of a line through values, in a box of the given size. */
export function linePoints(
  values: readonly number[],
  { width, height, max }: { width: number; height: number; max: number },
): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const top = max > 0 ? max : 1;
  return values
    .map((value, index) => `${round(index * step)},${round(height - (Math.min(value, top) / top) * height)}`)
    .join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
