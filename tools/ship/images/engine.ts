import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface DockerOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  timeoutMs?: number;
}

const LIMIT = { timeoutMs: 600_000, maxBuffer: 64 * 1024 * 1024 };

/** Version of the Docker engine; undefined when none answers. */
export async function engineVersion(): Promise<string | undefined> {
  return docker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 10_000 }).catch(() => undefined);
}

/**
 * What a command of docker prints.
 *
 * @throws Error with what it printed, when it fails or does not end in time
 */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  const { env = {}, cwd, timeoutMs = LIMIT.timeoutMs } = options;
  const { stdout } = await run('docker', [...args], {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    timeout: timeoutMs,
    maxBuffer: LIMIT.maxBuffer,
  });
  return stdout.trim();
}

/**
 * Runs a command of docker and shows what it says on standard error.
 *
 * @param onLine  told every line of its standard error and output
 * @returns its standard output
 * @throws Error  it failed
 */
export function follow(
  args: readonly string[],
  { env = {}, cwd }: DockerOptions,
  onLine: (line: string) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', [...args], {
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const tail: string[] = [];
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
        tail.push(line);
        if (tail.length > 40) tail.shift();
        onLine(line);
      }
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(output.trim());
      else
        reject(new Error(`docker ${args.slice(0, 4).join(' ')} … ended with ${code}:\n${tail.join('\n')}\n${output}`));
    });
  });
}

/** An archive of images with all their layers, as it comes; `ended` rejects when docker could not write it. */
export function saved(images: readonly string[]): { chunks: AsyncIterable<Buffer>; ended: Promise<void> } {
  const child = spawn('docker', ['save', ...images], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]: unknown[]) => {
    if (code !== 0) throw new Error(`docker save ended with ${String(code)}`);
  });
  return { chunks: child.stdout, ended };
}
