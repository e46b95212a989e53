import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_GROUPS } from '@redoubt/key-schema';
import { parse } from 'yaml';
import { readAppConfig } from '../charts/app-config.ts';
import { heapMegabytesOf, SERVICES } from '../charts/services.ts';
import { productVersion, REGISTRY, ROOT } from './catalog.ts';

interface Service {
  image: string;
  user: string;
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
  mem_limit: string;
  privileged?: boolean;
  environment?: Record<string, string>;
  volumes?: (string | { source: string })[];
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
}

const read = (file: string): string => readFileSync(join(ROOT, 'docker', file), 'utf8');
const compose = parse(read('compose.yaml'), { merge: true, maxAliasCount: 1_000 }) as Compose;
const serviceOf = (name: string): Service => compose.services[name] as Service;

/** `x: ${NAME:-default}` as compose reads it where nothing is set. */
const settled = (text: string): string => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('docker/compose.yaml', () => {
  it.each(Object.keys(compose.services))('%s runs as nobody, writes nowhere and has a limit', (name) => {
    const service = serviceOf(name);
    expect(service.user).toMatch(/^[1-9]\d*:\d+$/);
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(settled(service.mem_limit)).toMatch(/^\d+[mg]$/);
    expect(service.privileged).toBeUndefined();
    expect(settled(service.image)).toMatch(/^[\w./-]+:[\w.-]+(?:@sha256:[0-9a-f]{64})?$/);
    expect(service.image).not.toContain('latest');
  });

  it.each(SERVICES.map(({ name }) => name))('%s has the image, the memory and the keys of its chart', async (name) => {
    const { memoryLimit, httpPort, config = {} } = SERVICES.find((one) => one.name === name) ?? fail(name);
    const { image, mem_limit, environment = {} } = serviceOf(name);
    expect(settled(image)).toBe(`${REGISTRY}/${name}:${productVersion()}`);
    expect(`${settled(mem_limit).toUpperCase()}i`).toBe(memoryLimit);
    expect(environment.NODE_OPTIONS).toBe(`--max-old-space-size=${heapMegabytesOf(name)}`);
    if (httpPort !== undefined) expect(environment.HTTP_PORT).toBe(String(httpPort));
    expect(environment).toMatchObject(config);
    const { keys, secrets, database } = await readAppConfig(ROOT, name);
    const given = Object.keys(environment).filter((key) => key !== 'NODE_OPTIONS');
    for (const key of given) expect([key, key.replace(/_FILE$/, '')].some((one) => keys.includes(one))).toBe(true);
    const needed = Object.keys(secrets).filter((key) => secrets[key] === 'required');
    for (const key of [...needed, ...(database === 'required' ? ['DATABASE_URL'] : [])]) {
      expect(given).toContain(`${key}_FILE`);
    }
  });

  it('holds no secret', () => {
    for (const { environment = {} } of Object.values(compose.services)) {
      for (const key of Object.keys(environment)) {
        expect(key).not.toMatch(/(?:PASSWORD|TOKEN|SECRET|SECRET_KEY|SESSION_KEYS|SIGNING_KEY|DATABASE_URL)$/);
      }
    }
  });

  it('trims streams by every group that reads them', () => {
    expect(serviceOf('db-writer').environment?.EXPECTED_GROUPS).toBe(DEFAULT_GROUPS.join(','));
  });

  it('leaves users alone by which nodes look after each other', () => {
    const environment = serviceOf('acl-manager').environment ?? {};
    const written = readFileSync(join(ROOT, 'charts/redis-cluster/files/start.sh'), 'utf8');
    const own = [...written.matchAll(/printf 'user ([\w-]+) on /g)].map(([, name]) => name);
    expect(environment.ACL_IGNORED_USERS?.split(',')).toEqual(own);
  });

  it('lets the setup own every volume, in folders that its image has', () => {
    const mounted = (serviceOf('setup').volumes ?? []).map((volume) => String(volume).split(':')[0] ?? '');
    expect(mounted.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
    const folders = /cd \/volumes[^]*?mkdir ([^]*?)&&/.exec(read('Dockerfile'))?.[1] ?? '';
    expect(
      folders
        .split(/[\s\\]+/)
        .filter(Boolean)
        .toSorted(),
    ).toEqual(mounted.toSorted());
  });

  it('scrapes every service', () => {
    const { scrape_configs: [jobs] = [] } = parse(read('observability/prometheus.yaml')) as {
      scrape_configs: { dns_sd_configs: { names: string[] }[] }[];
    };
    expect(jobs?.dns_sd_configs[0]?.names.toSorted()).toEqual(SERVICES.map(({ name }) => name).toSorted());
  });

  it('gives TLS to all who talk to Redis', () => {
    const tls = parse(read('compose.tls.yaml')) as Pick<Compose, 'services'>;
    const talking = Object.entries(compose.services).filter(
      ([name, { environment = {} }]) => 'REDIS_NODES' in environment || /^redis-\d$/.test(name),
    );
    expect(Object.keys(tls.services).toSorted()).toEqual(talking.map(([name]) => name).toSorted());
  });

  it('has the redis.conf of the chart', () => {
    expect(realpathSync(join(ROOT, 'docker/redis.conf'))).toBe(join(ROOT, 'charts/redis-cluster/files/redis.conf'));
    const lines = read('redis.conf').split('\n');
    for (const line of [
      'tcp-keepalive 60',
      'timeout 0',
      'maxmemory-policy noeviction',
      'appendonly yes',
      'appendfsync everysec',
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.filter((line) => /ziplist|^keepalive/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('client-output-buffer-limit'))).toHaveLength(3);
  });
});

function fail(name: string): never {
  throw new Error(`${name} has no chart`);
}
