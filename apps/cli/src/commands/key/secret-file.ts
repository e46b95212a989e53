import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { CliError } from '../../command/cli-error.ts';
import { EXIT } from '../../command/exit-code.ts';

/** A new file that only its owner can read, made before the secret so that a secret is never left without a place. */
export class SecretFile {
  readonly path: string;
  readonly #descriptor: number;

  /** @throws CliError when the file exists or cannot be made */
  constructor(path: string) {
    this.path = path;
    try {
      this.#descriptor = openSync(path, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw new CliError(EXIT.conflict, `${path} exists already`, ['no key was made; name another file']);
      }
      throw new CliError(EXIT.usage, `${path} cannot be made: ${toError(error).message}`, ['no key was made']);
    }
  }

  write(secret: string): void {
    writeSync(this.#descriptor, `${secret}\n`);
    closeSync(this.#descriptor);
  }

  /** Takes it back, since there is nothing to put in it. */
  remove(): void {
    closeSync(this.#descriptor);
    unlinkSync(this.path);
  }
}
