/** What a run of fuzzed inputs came to. */
export interface FuzzResult {
  inputs: number;
  /** Inputs of which an event was stored, or which were answered as done. */
  past: number;
  stored: number;
  refused: number;
  /** Of the heap, over the second half. */
  growthBytes: number;
  /** Kinds of answers or of events, with how many inputs reached each. */
  kinds?: ReadonlyMap<string, number>;
}

/** Growth over the second half of a long run that no leak explains. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;

/** Prints the row of a protocol after a long run, and fails when inputs did not come far enough or memory was kept. */
export function judgeFuzz(protocol: string, { inputs, past, stored, refused, growthBytes, kinds }: FuzzResult): void {
  const share = past / inputs;
  if (process.env.FUZZ_INPUTS !== undefined) {
    const heap = `heap ${Math.round(growthBytes / 1024 / 1024)} MiB`;
    const row = `| ${protocol} | ${inputs} | ${Math.floor(share * 100)} % | ${stored} | ${refused} | 0 | 0 | ${heap}`;
    console.info(row, kinds ? Object.fromEntries([...kinds].sort(([, a], [, b]) => b - a)) : '');
  }
  expect(share).toBeGreaterThan(0.3);
  expect(growthBytes).toBeLessThan(MAX_GROWTH_BYTES);
}
