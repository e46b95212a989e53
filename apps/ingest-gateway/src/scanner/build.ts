import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIGEST_SECTION, scannerSource } from './scanner-source.ts';

/**
 * Makes scanner.wasm of its source. The compiler is fetched for that alone: it is large, and nobody else needs it. The
 * digest of the source goes into the module, so that a spec notices when one was changed without the other.
 */
const COMPILER = 'assemblyscript@0.28.20';
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--memoryBase', '1024'];
const CUSTOM_SECTION = 0;

const source = scannerSource();
const folder = mkdtempSync(join(tmpdir(), 'scanner-'));
try {
  writeFileSync(join(folder, 'scanner.ts'), source);
  const run = ['--yes', `--package=${COMPILER}`, 'asc', 'scanner.ts', '-o', 'scanner.wasm', ...FLAGS];
  execFileSync('npx', run, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const digest = hash('sha256', source, 'buffer');
  const module = Buffer.concat([readFileSync(join(folder, 'scanner.wasm')), section(DIGEST_SECTION, digest)]);
  writeFileSync(join(import.meta.dirname, 'scanner.wasm'), module);
} finally {
  rmSync(folder, { recursive: true });
}

/** A custom section (WebAssembly core 1.0, section 5.5.3); all lengths here are below 128, one byte in LEB128. */
function section(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from([name.length]), Buffer.from(name), content]);
  return Buffer.concat([Buffer.from([CUSTOM_SECTION, named.length]), named]);
}
