import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installWithApt } from './apt.mjs';
import { say, step, UserError } from './output.mjs';
import { outputOf, run, succeeds } from './run.mjs';

const OLDEST_MAJOR = 7;
const DEFAULT_IMAGE = 'redis:8';

/**
 * Sees to a redis-server: the one named by REDOUBT_REDIS_SERVER or on PATH, else installed by apt, else a container.
 *
 * Returns the environment variables that programs starting Redis need.
 */
export async function ensureRedis(root) {
  const onPath = process.env.REDOUBT_REDIS_SERVER ?? 'redis-server';
  if (isUsable(onPath)) return {};
  if ((await installWithApt(['redis-server'])) && isUsable('redis-server')) return {};
  const engine = ['docker', 'podman'].find((name) => succeeds(name, ['info']));
  if (engine !== undefined) return { REDOUBT_REDIS_SERVER: await containerised(root, engine) };
  throw new UserError(
    `redis-server ${OLDEST_MAJOR} or newer, built with TLS, is needed: ` +
      'Debian/Ubuntu "sudo apt install redis-server", Fedora "sudo dnf install redis", macOS "brew install redis"; ' +
      'or start Docker, or set REDIS_NODES to a running cluster',
  );
}

function isUsable(command) {
  const version = outputOf(command, ['--version']);
  const major = Number(/v=(\d+)\./.exec(version ?? '')?.[1]);
  if (version !== undefined && major < OLDEST_MAJOR) say(`${command} is too old: ${version}`);
  if (!(major >= OLDEST_MAJOR)) return false;
  if (speaksTls(command)) return true;
  say(`${command} is built without TLS`);
  return false;
}

/** A server without TLS stumbles over the first of these settings, one with it over the second; neither starts. */
function speaksTls(command) {
  const options = { encoding: 'utf8', timeout: 20_000 };
  const { stdout, stderr } = spawnSync(command, ['--tls-port', '0', '--no-such-setting', '0'], options);
  return !`${stdout}${stderr}`.includes(">>> 'tls-port");
}

/**
 * Writes a `redis-server` that runs in a container on the host's network. The container ends with the script, also when
 * the script is killed.
 */
async function containerised(root, engine) {
  const image = process.env.REDIS_IMAGE ?? DEFAULT_IMAGE;
  if (!succeeds(engine, ['image', 'inspect', image])) {
    const code = await step(`pulling ${image} with ${engine}`, () =>
      run(engine, ['pull', image], { stdio: ['ignore', 2, 2] }),
    );
    if (code !== 0) throw new UserError(`${engine} cannot pull ${image}; set REDIS_IMAGE to an image you have`);
  }
  const path = join(root, '.redoubt/bin/redis-server');
  mkdirSync(join(root, '.redoubt/bin'), { recursive: true });
  writeFileSync(path, wrapperScript(engine, image), { mode: 0o755 });
  return path;
}

function wrapperScript(engine, image) {
  return `#!/bin/sh
name="redoubt-redis-$$"
( while kill -0 $$ 2>/dev/null; do sleep 0.2; done; ${engine} kill "$name" >/dev/null 2>&1 ) &
exec ${engine} run --rm --name "$name" --network host --user "$(id -u):$(id -g)" -v "$PWD:$PWD" -w "$PWD" \\
  --entrypoint redis-server ${image} "$@"
`;
}
