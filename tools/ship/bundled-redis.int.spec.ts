import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { render, ROOT, type Manifest, type RenderOptions } from './testing/helm.ts';
import { podsOf } from './testing/pods.ts';
import { madeSecrets, mountedSecrets } from './testing/secrets.ts';

const environments = readdirSync(join(ROOT, 'deploy/environments')).map((name) => `deploy/environments/${name}`);
const KIND = 'deploy/environments/kind.yaml';
const SMALL = 'deploy/environments/small.yaml';

/** Names of Secrets that whoever installs has to make, since values name them. */
function namedSecrets(valuesFile: string): Set<string> {
  const names = new Set<string>();
  const collect = (value: unknown, key = ''): void => {
    if (typeof value !== 'object' || value === null) return;
    const { name } = value as { name?: unknown };
    if (typeof name === 'string' && !/issuer/i.test(key)) names.add(name);
    for (const [inner, one] of Object.entries(value)) collect(one, inner);
  };
  collect(parse(readFileSync(join(ROOT, valuesFile), 'utf8')));
  return names;
}

/** Secrets that nobody makes before the pod that mounts them, by pod. */
function missingSecrets(manifests: readonly Manifest[], given: ReadonlySet<string>): string[] {
  const made = madeSecrets(manifests);
  const pods = podsOf(manifests);
  const hasManager = pods.some(({ of }) => of.endsWith('acl-manager'));
  return pods.flatMap((pod) =>
    mountedSecrets(pod)
      .filter((key) => {
        const [name = ''] = key.split('/');
        // acl-manager makes those of the others, so it cannot wait for one itself.
        const isOfManager = hasManager && /^redis-user-.*-credential$/.test(name) && !pod.of.endsWith('acl-manager');
        return !given.has(name) && !isOfManager && !made.has(key) && !made.has(`${name}/*`);
      })
      .map((key) => `${pod.of}: ${key}`),
  );
}

function settingsOf(manifests: readonly Manifest[], name: string): Record<string, string> {
  const found = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  return (found?.data ?? {}) as Record<string, string>;
}

const manager = (options: RenderOptions, release = 'redoubt'): Record<string, string> =>
  settingsOf(render('redoubt', { release, ...options }), `${release}-acl-manager`);

describe('an installation with the Redis of its own', () => {
  it.each(environments)('mounts Secrets alone that are made before its pods, with %s', (valuesFile) => {
    expect(missingSecrets(render('redoubt', { valuesFile }), namedSecrets(valuesFile))).toEqual([]);
  });

  it.each(['my-redis-cluster', 'prod', 'r'.repeat(50)])('finds its Redis in a release named %s', (release) => {
    const manifests = render('redoubt', { release, valuesFile: SMALL });
    expect(missingSecrets(manifests, namedSecrets(SMALL))).toEqual([]);
    const services = manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
    const nodes = podsOf(manifests).flatMap(({ spec }) =>
      (spec.containers[0]?.env ?? []).flatMap(({ name, value = '' }) => (name === 'REDIS_NODES' ? [value] : [])),
    );
    expect(new Set(nodes).size).toBe(1);
    expect(services).toContain(nodes[0]?.split('.')[0]);
  });

  it('finds its Redis under a name of its own, and refuses one that services do not know', () => {
    const set = ['redis-cluster.fullnameOverride=store'];
    expect(() => render('redoubt', { valuesFile: KIND, set })).toThrow('global.redis.name');
    const manifests = render('redoubt', { valuesFile: KIND, set: [...set, 'global.redis.name=store'] });
    expect(missingSecrets(manifests, namedSecrets(KIND))).toEqual([]);
  });

  it('speaks TLS on both sides or on none', () => {
    expect(() => render('redoubt', { valuesFile: KIND, set: ['redis-cluster.tls.enabled=true'] })).toThrow(
      'global.redis.tls.enabled',
    );
  });

  it.each(environments.filter((name) => !name.includes('external')))('gets its users in %s', (valuesFile) => {
    const settings = manager({ valuesFile });
    expect(settings.ACL_MODE).toBe('enforce');
    expect(settings.ACL_IGNORED_USERS?.split(',')).toEqual(expect.arrayContaining(scriptUsers()));
    // `default` is shut by start.sh; who shuts it again gives replication a user of its own first.
    if (settings.ACL_DEFAULT_USER === 'off') expect(settings.MANAGE_REPLICATION).toBe('true');
  });

  it('never takes the users away that nodes live by', () => {
    const set = (users: string) => [
      'acl-manager.config.ACL_MODE=enforce',
      `acl-manager.config.ACL_IGNORED_USERS=${users}`,
    ];
    expect(() => render('redoubt', { valuesFile: KIND, set: set('somebody') })).toThrow('ACL_IGNORED_USERS');
    const both = [...scriptUsers(), 'somebody'].join('\\,');
    expect(manager({ valuesFile: KIND, set: set(both) }).ACL_IGNORED_USERS).toContain('somebody');
  });

  it('lets whoever installs it only watch', () => {
    expect(manager({ valuesFile: KIND, set: ['acl-manager.config.ACL_MODE=report'] }).ACL_MODE).toBe('report');
  });
});

/** Users whom a node has before acl-manager comes, but for acl-manager itself. */
function scriptUsers(): string[] {
  const start = readFileSync(join(ROOT, 'charts/redis-cluster/files/start.sh'), 'utf8');
  const users = [...start.matchAll(/user ([\w-]+) on/g)].map(([, name]) => name as string);
  return [...new Set(users)].filter((name) => name !== 'acl-manager');
}
