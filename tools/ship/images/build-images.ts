import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGES, nameOf, productVersion, ROOT, type Image } from './catalog.ts';
import { docker, follow } from './engine.ts';

/** Where the lists of what is in images go. */
export const SBOM_DIR = join(ROOT, '.redoubt/sbom');

export interface BuiltImage {
  name: string;
  sizeBytes: number;
  /** npm packages in it. */
  packages: number;
}

/** Builds images one after the other and writes what is in them. */
export async function buildImages(
  say: (text: string) => void,
  isWanted: (image: Image) => boolean = () => true,
): Promise<BuiltImage[]> {
  const revision = currentRevision();
  const built: BuiltImage[] = [];
  for (const image of IMAGES.filter(isWanted)) {
    const name = nameOf(image);
    say(`building ${name}`);
    await follow(buildCommand(image, revision), { cwd: ROOT, env: { DOCKER_BUILDKIT: '1' } }, () => undefined);
    const sizeBytes = Number(await docker(['image', 'inspect', '--format', '{{.Size}}', name]));
    const packages = image.app === undefined ? 0 : await writeSbom(image, name);
    built.push({ name, sizeBytes, packages });
  }
  return built;
}

function buildCommand(image: Image, revision: string): string[] {
  const { BASE, REDOUBT_BUILD_NETWORK: network } = process.env;
  const values = { APP: image.app ?? image.repository, VERSION: productVersion(), REVISION: revision };
  const build = Object.entries({ ...values, ...(BASE ? { BASE } : {}) });
  return [
    ...['build', '--file', 'docker/Dockerfile', '--target', image.target, '--tag', nameOf(image)],
    ...(network ? ['--network', network] : []),
    ...build.flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    '.',
  ];
}

function currentRevision(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** CycloneDX of the packages in an image, made by the npm in it from its own lock file. */
async function writeSbom(image: Image, name: string): Promise<number> {
  const npm = ['npm', 'sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'];
  const isolated = ['--rm', '--network=none', '--read-only', '--tmpfs=/tmp', '--env=HOME=/tmp', '--entrypoint='];
  const text = await docker(['run', ...isolated, name, ...npm]);
  const { components } = JSON.parse(text) as { components: unknown[] };
  mkdirSync(SBOM_DIR, { recursive: true });
  writeFileSync(join(SBOM_DIR, `${image.repository}${image.suffix ?? ''}.cdx.json`), `${text}\n`);
  return components.length;
}

/** A table of images, for people. */
export function tableOf(images: readonly BuiltImage[]): string {
  const rows = images.map(({ name, sizeBytes, packages }) => [
    name,
    `${(sizeBytes / 1e6).toFixed(0)} MB`,
    `${packages}`,
  ]);
  const widest = Math.max(...rows.map(([name = '']) => name.length));
  return rows
    .map(([name = '', size = '', count = '']) => `${name.padEnd(widest)}  ${size.padStart(7)}  ${count} packages`)
    .join('\n');
}
