/** For specs that feed decoders what nobody would send in good faith. */
export { fuzzDecoder, type FuzzedDecoder } from './lib/fuzz/fuzz-decoder.ts';
export { FUZZ_SEED, fuzzInputs } from './lib/fuzz/fuzz-inputs.ts';
export { FUZZ_TOKENS, mutatedBody } from './lib/fuzz/mutated-body.ts';
