/** Runs two measurements in turn, so that both see the same drift of the machine; the order changes with every pair. */
export async function interleaved<A, B>(
  pairs: number,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<{ first: A; second: B }[]> {
  const results: { first: A; second: B }[] = [];
  for (let i = 0; i < pairs; i++) {
    if (i % 2 === 0) {
      const one = await first();
      results.push({ first: one, second: await second() });
    } else {
      const two = await second();
      results.push({ first: await first(), second: two });
    }
  }
  return results;
}
