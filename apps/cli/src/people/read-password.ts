import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';

const MAX_BYTES = 4_096;

/**
 * The first line of standard input: a password must stand neither in a shell's history nor on the screen.
 *
 * @throws CliError on a terminal, and for input that is empty or too long
 */
export async function readPassword({ stdin }: Context): Promise<string> {
  if (stdin.isTTY === true) {
    throw usageError('the password is read from standard input, which is a terminal', 'for example: … < password.txt');
  }
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_BYTES) throw usageError('standard input is too long for a password');
    chunks.push(bytes);
  }
  const [password = ''] = Buffer.concat(chunks).toString().split(/\r?\n/);
  if (password === '') throw usageError('standard input holds no password');
  return password;
}
