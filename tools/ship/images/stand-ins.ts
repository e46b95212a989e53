import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { docker, follow } from './engine.ts';

const HERE = join(import.meta.dirname, 'stand-ins');
const SUITES = ['bookworm', 'trixie', 'sid'];
const MIRROR = process.env.DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
/** What the files of a package are not needed for in an image. */
const NEEDLESS = ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'];

/** Images by the names under which docker/ asks for them. */
const STAND_INS = [
  { target: 'node', tag: 'node:24.21.0-bookworm-slim', suite: 'bookworm' },
  { target: 'redis', tag: 'redis:8', suite: 'trixie' },
  { target: 'valkey', tag: 'valkey/valkey:9', suite: 'sid' },
  { target: 'postgres', tag: 'postgres:18.4', suite: 'sid' },
  { target: 'prometheus', tag: 'prom/prometheus:v3.5.0', suite: 'sid' },
];

/**
 * Makes images with the names of public ones from Debian packages, by debootstrap, as root. Images that are there
 * already stay.
 */
export async function makeStandIns(say: (text: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'redoubt-stand-ins-'));
  try {
    const isMissing = async (tag: string): Promise<boolean> => (await docker(['image', 'ls', '--quiet', tag])) === '';
    for (const suite of SUITES) {
      if (await isMissing(`debian:${suite}-slim`)) {
        say(`making debian:${suite}-slim`);
        importSuite(folder, suite);
      }
    }
    const context = contextIn(folder);
    for (const { target, tag, suite } of STAND_INS) {
      if (!(await isMissing(tag))) continue;
      say(`making ${tag} from Debian ${suite}`);
      const args = ['build', '--network=host', '--target', target, '--build-arg', `SUITE=${suite}-slim`, '--tag', tag];
      await follow([...args, '.'], { cwd: context, env: { DOCKER_BUILDKIT: '1' } }, () => undefined);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function importSuite(folder: string, suite: string): void {
  const root = join(folder, suite);
  const options = ['--variant=minbase', '--include=ca-certificates'];
  execFileSync('debootstrap', [...options, suite, root, MIRROR], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const path of NEEDLESS) rmSync(join(root, path), { recursive: true, force: true });
  const script = 'tar -C "$1" -c . | docker import - "$2"';
  execFileSync('sh', ['-c', script, 'sh', root, `debian:${suite}-slim`], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(root, { recursive: true, force: true });
}

/** The Node that runs this, its headers and its npm. */
function contextIn(folder: string): string {
  const context = join(folder, 'context');
  const home = join(dirname(process.execPath), '..');
  mkdirSync(join(context, 'node/bin'), { recursive: true });
  for (const name of ['Dockerfile', 'postgres-entrypoint.sh']) copyFileSync(join(HERE, name), join(context, name));
  copyFileSync(process.execPath, join(context, 'node/bin/node'));
  cpSync(join(home, 'include'), join(context, 'node/include'), { recursive: true });
  cpSync(npmFolder(), join(context, 'npm'), { recursive: true, dereference: true });
  // Whom builds have to trust where traffic to registries is looked into; else an empty list.
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env;
  if (authorities !== undefined && existsSync(authorities)) copyFileSync(authorities, join(context, 'ca.crt'));
  else writeFileSync(join(context, 'ca.crt'), '');
  return context;
}

/** The npm that runs this; the Node beside it may have none. */
function npmFolder(): string {
  const found = process.env.npm_execpath ?? execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  return join(dirname(realpathSync(found)), '..');
}
