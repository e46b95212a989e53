import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAppConfig, keeperOf } from './charts/app-config.ts';
import { SERVICES } from './charts/services.ts';
import { render, ROOT, runHelm, HELM_VERSIONS, valueArgs, type Manifest } from './testing/helm.ts';
import { immutableParts } from './testing/immutable.ts';
import { podFaults, podsOf } from './testing/pods.ts';

const environments = readdirSync(join(ROOT, 'deploy/environments')).filter((name) => name.endsWith('.yaml'));
const valuesOf = (name: string): string => `deploy/environments/${name}`;
const REDIS = 'redis.nodes={redis.example.org:6379}';

/** What cannot be changed in the objects of a release, by example values and object. */
type Released = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a service's chart needs to render alone. */
async function alone(app: string): Promise<string[]> {
  const { secrets, database } = await readAppConfig(ROOT, app);
  const required = Object.entries(secrets).flatMap(([key, need]) => (need === 'required' ? [key] : []));
  const names = required.map((key) => `secrets.${key}.name=keys`);
  // Where Redis is somebody else's, acl-manager has to be told its first password.
  const first = app === 'acl-manager' ? ['redis.passwordSecret.name=first'] : [];
  return [REDIS, ...names, ...first, ...(database === 'none' ? [] : ['database.urlSecret.name=database'])];
}

describe('charts', () => {
  const rendered = new Map<string, Manifest[]>();

  beforeAll(() => {
    for (const name of environments) rendered.set(name, render('redoubt', { valuesFile: valuesOf(name) }));
  });

  it.each(environments)('lint and render with %s, with helm 3 and 4 alike', (name) => {
    const lint = runHelm(['lint', '--strict', 'charts/redoubt', ...valueArgs({ valuesFile: valuesOf(name) })]);
    expect({ status: lint.status, said: lint.stdout }).toMatchObject({ status: 0 });
    const older = render('redoubt', { valuesFile: valuesOf(name), binary: HELM_VERSIONS['helm 3'] as string });
    expect(older).toEqual(rendered.get(name));
  });

  it.each(SERVICES.map(({ name }) => name))('lint and render %s alone', async (app) => {
    const set = await alone(app);
    expect(runHelm(['lint', '--strict', `charts/${app}`, ...valueArgs({ set })]).status).toBe(0);
    const kinds = render(app, { set }).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'Service', 'NetworkPolicy', 'ConfigMap']));
  });

  it('make objects that Kubernetes and the operators know, field by field', () => {
    expect(schemaFaults([...rendered.values()].flat())).toBe('');
    const [first] = render('alert-engine', { set: [REDIS] }).filter(({ kind }) => kind === 'Deployment');
    const broken = structuredClone(first as Manifest);
    Object.assign(broken.spec as object, { replicaCount: 3, replicas: 'two' });
    expect(schemaFaults([broken])).toMatch(/spec\.replicaCount: unknown field[\s\S]*replicas/);
  }, 60_000);

  it.each(environments)('keep the restricted Pod Security standard in every pod of %s', (name) => {
    const pods = podsOf(rendered.get(name) ?? []);
    expect(pods.length).toBeGreaterThan(8);
    expect(pods.flatMap((pod) => podFaults(pod, { isOpenShift: name.includes('openshift') }))).toEqual([]);
  });

  it.each(environments)('select pods that there are, and mount what there is, in %s', (name) => {
    const manifests = rendered.get(name) ?? [];
    const pods = podsOf(manifests);
    for (const manifest of manifests) {
      const selector = selectorOf(manifest);
      if (selector === undefined) continue;
      const isMatch = pods.some(({ labels }) =>
        Object.entries(selector).every(([key, value]) => labels[key] === value),
      );
      expect({ object: `${manifest.kind}/${manifest.metadata.name}`, isMatch }).toMatchObject({ isMatch: true });
    }
    const configMaps = new Set(manifests.filter(({ kind }) => kind === 'ConfigMap').map((one) => one.metadata.name));
    for (const { spec, of } of pods) {
      const claimed = of.startsWith('StatefulSet/') ? ['data'] : [];
      const volumes = [...claimed, ...(spec.volumes ?? []).map((volume) => volume.name)];
      for (const container of spec.containers) {
        for (const mount of container.volumeMounts ?? []) expect([of, ...volumes]).toContain(mount.name);
        for (const { configMapRef } of container.envFrom ?? []) expect([...configMaps]).toContain(configMapRef?.name);
      }
    }
  });

  it.each(environments)('hold no secret and nothing random in %s', (name) => {
    const manifests = rendered.get(name) ?? [];
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const values = readFileSync(join(ROOT, valuesOf(name)), 'utf8');
    expect(values).not.toMatch(/postgres:\/\/|BEGIN |[A-Za-z0-9+/]{40,}/);
    expect(render('redoubt', { valuesFile: valuesOf(name) })).toEqual(manifests);
  });

  it('keep names within their bounds with a long release name', () => {
    const release = 'a'.repeat(50);
    const manifests = render('redoubt', { release, valuesFile: valuesOf('production.yaml') });
    for (const { metadata } of manifests) {
      expect(metadata.name.length).toBeLessThanOrEqual(63);
      for (const label of Object.values(metadata.labels ?? {})) expect(label.length).toBeLessThanOrEqual(63);
    }
    expect(new Set(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).size).toBe(manifests.length);
  });

  it.each([
    ['config.LOG_LEVEL=loud', /config[./]LOG_LEVEL/],
    ['config.MAX_BODY_BYTES=many', /config[./]MAX_BODY_BYTES/],
    ['config.NO_SUCH_KEY=1', /config[\s\S]*NO_SUCH_KEY/],
    ['replica=3', /replica/],
    ['image.tag=latest', /image[./]tag/],
    ['image.digest=sha256:short', /image[./]digest/],
    ['resources.limits.cpu=1', /resources[./]limits/],
    ['autoscaling.kind=keda', /autoscaling[./]kind/],
    ['gateway.enabled=true', /gateway\.parentRefs/],
    ['extraEnv[0].name=OPS_PORT', /extraEnv: OPS_PORT/],
  ])('refuse %s with its path', (setting, path) => {
    const run = runHelm(['template', 'x', 'charts/ingest-gateway', ...valueArgs({ set: [REDIS, setting] })]);
    expect(run.status).not.toBe(0);
    expect(run.stderr).toMatch(path);
  });

  it('refuse a service without Redis, database or secrets', () => {
    expect(() => render('alert-engine')).toThrow('redis.nodes');
    expect(() => render('db-writer', { set: [REDIS] })).toThrow('database.urlSecret.name');
    expect(() => render('dashboard', { set: [REDIS, 'database.urlSecret.name=x'] })).toThrow(
      'secrets.SESSION_KEYS.name',
    );
  });

  it.each(SERVICES.map(({ name }) => name))('give %s keys that it reads, and every one it needs', async (app) => {
    const { keys, config } = await readAppConfig(ROOT, app);
    const manifests = render(app, { set: await alone(app) });
    const deployment = podsOf(manifests).find(({ of }) => of.startsWith('Deployment/'));
    const names = (deployment?.spec.containers[0]?.env ?? []).map((one) => one.name);
    const read = (name: string): boolean => keys.includes(name) || keys.includes(name.replace(/_FILE$/, ''));
    expect(names.filter((name) => !read(name) && name !== 'NODE_OPTIONS')).toEqual([]);
    const kept = keys.filter((key) => keeperOf(key) === 'config');
    expect(Object.keys(config).sort()).toEqual(kept.sort());
  });

  it('let pods more time to stop than the service takes', () => {
    for (const seconds of [5, 20, 300]) {
      const manifests = render('alert-engine', { set: [REDIS, `drainTimeoutSeconds=${seconds}`] });
      const { spec } = podsOf(manifests).find(({ of }) => of.startsWith('Deployment/')) ?? { spec: undefined };
      expect(spec?.terminationGracePeriodSeconds).toBeGreaterThan(seconds);
    }
  });

  it('leave the number of pods to whoever scales them', () => {
    for (const manifest of rendered.get('production.yaml') ?? []) {
      if (manifest.kind !== 'Deployment') continue;
      const isScaled = (rendered.get('production.yaml') ?? []).some(
        ({ kind, metadata }) =>
          ['ScaledObject', 'HorizontalPodAutoscaler'].includes(kind) && metadata.name === manifest.metadata.name,
      );
      expect('replicas' in (manifest.spec as object)).toBe(!isScaled);
    }
  });

  it.each(readdirSync(join(import.meta.dirname, 'releases')))('may be installed over the release of %s', (file) => {
    const released = JSON.parse(readFileSync(join(import.meta.dirname, 'releases', file), 'utf8')) as Released;
    for (const [name, before] of Object.entries(released)) {
      const after = immutableParts(rendered.get(name) ?? []);
      for (const [object, parts] of Object.entries(before)) {
        // An object that is gone is removed; one that is there keeps what cannot be changed.
        if (object in after) expect({ object, parts: after[object] }).toEqual({ object, parts });
      }
    }
  });

  it('have locks that helm takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'redoubt-charts-'));
    try {
      cpSync(join(ROOT, 'charts'), folder, {
        recursive: true,
        filter: (path) => !/\/charts\/[^/]+\/charts(\/|$)/.test(path),
      });
      for (const chart of readdirSync(folder).filter((name) => name !== 'redoubt-lib')) {
        const run = runHelm(['dependency', 'build', join(folder, chart), '--skip-refresh']);
        expect({ chart, status: run.status, said: run.stderr }).toMatchObject({ status: 0 });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('change nothing immutable in an upgrade, whatever else changes', () => {
    const before = immutableParts(rendered.get('production.yaml') ?? []);
    const changed = [
      'redis-cluster.maxMemory=4gb',
      'redis-cluster.replicasPerMaster=3',
      'ingest-gateway.image.tag=0.2.0',
    ];
    const after = render('redoubt', {
      valuesFile: valuesOf('production.yaml'),
      set: [...changed, 'alert-engine.podLabels.tier=hot', 'redis-cluster.podLabels.tier=hot'],
    });
    expect(immutableParts(after)).toEqual(before);
  });
});

/** In a process of its own: the schemas are ES modules. */
function schemaFaults(manifests: readonly Manifest[]): string {
  const check = spawnSync(process.execPath, [join(import.meta.dirname, 'check-schemas.ts')], {
    ...{ input: JSON.stringify(manifests), encoding: 'utf8', timeout: 60_000 },
  });
  return check.stdout + (check.status === 0 ? '' : check.stderr);
}

function selectorOf({ kind, spec }: Manifest): Record<string, string> | undefined {
  const given = (spec as { selector?: unknown; podSelector?: unknown } | undefined) ?? {};
  if (kind === 'Service') return given.selector as Record<string, string>;
  const labels = (given.selector ?? given.podSelector) as { matchLabels?: Record<string, string> } | undefined;
  return kind === 'ServiceMonitor' ? undefined : labels?.matchLabels;
}
