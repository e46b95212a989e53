import { execFile } from 'node:child_process';
import { PermanentError, RetryableError, type Asset } from '@redoubt/contracts';
import { MAX_SCAN_TEXT } from '@redoubt/enrichment';
import type { ScannerConfig } from './scanner-config.ts';

/** All a scanner's process sees of the environment beside what its configuration gives it. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

type Scanner = Pick<ScannerConfig, 'argv' | 'timeoutSeconds'> & Partial<Pick<ScannerConfig, 'environment'>>;

/**
 * Runs a scanner on an asset and gives what it writes.
 *
 * @throws PermanentError when the asset has no address to scan, or its name would be taken for an option
 * @throws RetryableError when the program cannot be run, fails, takes too long or writes too much
 */
export async function runScanner(
  { argv, timeoutSeconds, environment }: Scanner,
  asset: Pick<Asset, 'name' | 'addresses'>,
  signal: AbortSignal,
): Promise<string> {
  const [program = '', ...rest] = argv;
  const args = rest.map((part) => argumentOf(part, asset));
  const env = { PATH, ...environment };
  return new Promise((resolve, reject) => {
    const options = { shell: false, timeout: timeoutSeconds * 1_000, killSignal: 'SIGKILL' as const, env, signal };
    execFile(program, args, { ...options, maxBuffer: MAX_SCAN_TEXT, encoding: 'utf8' }, (error, stdout) => {
      // A scanner that finds something may end with another code than 0: what it wrote decides.
      if (error !== null && (stdout.trim() === '' || typeof error.code !== 'number')) {
        reject(new RetryableError('the scanner failed', { cause: error }));
      } else resolve(stdout);
    });
  });
}

function argumentOf(part: string, { name, addresses: [address] }: Pick<Asset, 'name' | 'addresses'>): string {
  if (part === '{address}') {
    if (address === undefined) throw new PermanentError('the asset has no address');
    return address;
  }
  if (part !== '{asset}') return part;
  if (name.startsWith('-')) throw new PermanentError('the name of the asset begins like an option');
  return name;
}
