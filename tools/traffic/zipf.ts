/**
 * Cumulative weights of `count` items of which the k-th is `1 / k^exponent` as frequent as the first, as tenants of a
 * shared platform are.
 */
export function zipfCumulative(count: number, exponent = 1): Float64Array {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 1; rank <= count; rank++) {
    sum += rank ** -exponent;
    cumulative[rank - 1] = sum;
  }
  return cumulative.map((value) => value / sum);
}

/** Index whose share of [0, 1) holds `draw`, by binary search. */
export function pickByWeight(cumulative: Float64Array, draw: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] as number) > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}
