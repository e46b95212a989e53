/** Tail probability against score; between the points linear in the logarithm of the probability. */
const POINTS: readonly (readonly [tail: number, score: number])[] = [
  [1, 0],
  [0.5, 10],
  [1e-1, 25],
  [1e-2, 50],
  [1e-3, 75],
  [1e-4, 90],
  [1e-6, 100],
];

/** Score 0-100 of an event of which a share `tail` of the organisation's events is at least as unusual. */
export function scoreOfTail(tail: number): number {
  for (let at = 1; at < POINTS.length; at++) {
    const [lowTail, high] = POINTS[at] as readonly [number, number];
    if (tail < lowTail) continue;
    const [highTail, low] = POINTS[at - 1] as readonly [number, number];
    return low + ((high - low) * Math.log(highTail / Math.min(tail, highTail))) / Math.log(highTail / lowTail);
  }
  return 100;
}
