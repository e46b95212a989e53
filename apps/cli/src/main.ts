import { join } from 'node:path';
import { runCli } from './run-cli.ts';
import { VERSION } from './version.ts';

const app = join(import.meta.dirname, '..');

// Whoever reads has seen enough (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const interrupt = new AbortController();
const stop = (): void => {
  // Asked twice: what is under way is not worth waiting for.
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupt: interrupt.signal,
  root: join(app, '../..'),
  version: VERSION,
});
process.stdout.write('', () => process.exit(exitCode));
