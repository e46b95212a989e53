import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGES, nameOf, productVersion, ROOT, type Image } from './catalog.ts';
import { docker, follow } from './engine.ts';

/** Where the lists of what is in images go. */
export const SBOM_DIR = join(ROOT, '.redoubt/sbom');

/** What all images stand on. */
const BASE = process.env.BASE || 'node:24.21.0-bookworm-slim';

export interface BuiltImage {
  name: string;
  sizeBytes: number;
  /** Of it, what the base does not have. */
  ownBytes: number;
  /** npm packages in it. */
  packages: number;
}

/** Builds images one after the other and writes what is in them. */
export async function buildImages(
  say: (text: string) => void,
  isWanted: (image: Image) => boolean = () => true,
): Promise<BuiltImage[]> {
  const revision = currentRevision();
  const baseBytes = await sizeOf(BASE).catch(() => docker(['pull', BASE]).then(() => sizeOf(BASE)));
  const built: BuiltImage[] = [];
  for (const image of IMAGES.filter(isWanted)) {
    const name = nameOf(image);
    say(`building ${name}`);
    await follow(buildCommand(image, revision), { cwd: ROOT, env: { DOCKER_BUILDKIT: '1' } }, () => undefined);
    const sizeBytes = await sizeOf(name);
    const packages = image.app === undefined ? 0 : await writeSbom(image, name);
    built.push({ name, sizeBytes, ownBytes: sizeBytes - baseBytes, packages });
  }
  return built;
}

async function sizeOf(name: string): Promise<number> {
  return Number(await docker(['image', 'inspect', '--format', '{{.Size}}', name]));
}

function buildCommand(image: Image, revision: string): string[] {
  const { REDOUBT_BUILD_NETWORK: network } = process.env;
  const values = { BASE, APP: image.app ?? image.repository, VERSION: productVersion(), REVISION: revision };
  const build = Object.entries(values);
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
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  const widest = Math.max(...images.map(({ name }) => name.length));
  return images
    .map(({ name, sizeBytes, ownBytes, packages }) => {
      const sizes = `${megabytes(sizeBytes).padStart(7)}, ${megabytes(ownBytes).padStart(5)} on top of the base`;
      return `${name.padEnd(widest)}  ${sizes}, ${packages} packages`;
    })
    .join('\n');
}
