import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Section of scanner.wasm with the SHA-256 of the source it was built of. */
export const DIGEST_SECTION = 'source-sha256';

const FILES = ['names.as', 'lines.as', 'values.as', 'grammar.as'];

/** The source of scanner.wasm: one module, since its parts share where they are in the text. */
export function scannerSource(): string {
  return FILES.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');
}
