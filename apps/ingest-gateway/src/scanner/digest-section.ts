/** Section of scanner.wasm with the SHA-256 of the source it was built of. */
export const DIGEST_SECTION = 'source-sha256';
