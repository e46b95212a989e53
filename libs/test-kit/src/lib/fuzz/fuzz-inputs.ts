/** `FUZZ_INPUTS=100000` runs the long form; `FUZZ_SEED` another one. */
export const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 7);

/** How many inputs a spec makes. */
export function fuzzInputs(usual: number): number {
  return Number(process.env.FUZZ_INPUTS ?? usual);
}
