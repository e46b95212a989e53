import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@redoubt/contracts';
import { z } from 'zod';
import { envFlag, envInteger, envNetworks } from './env-types.ts';
import { httpServiceEnv } from './http-service-env.ts';
import { databaseEnv, lifecycleEnv, logEnv, oidcEnv, opsEnv, redisEnv, secretKeyEnv } from './fragments.ts';
import { loadEnv, type EnvSource } from './load-env.ts';
import { streamWorkerEnv } from './stream-worker-env.ts';

const schema = z.object({
  ...logEnv.shape,
  ...opsEnv.shape,
  ...redisEnv.shape,
  ...databaseEnv.shape,
  ...lifecycleEnv.shape,
});
const minimal = { REDIS_NODES: '127.0.0.1:7000,[::1]:7001', DATABASE_URL: 'postgres://u:p@localhost/db' };

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('expected a ConfigError');
}

describe('loadEnv', () => {
  it('fills the defaults and gives each fragment its options', () => {
    const env = loadEnv(schema, minimal);
    expect(logEnv.pick(env)).toEqual({ level: 'info' });
    expect(opsEnv.pick(env)).toEqual({ host: '0.0.0.0', port: 9090 });
    expect(redisEnv.pick(env)).toEqual({
      nodes: [
        { host: '127.0.0.1', port: 7000 },
        { host: '::1', port: 7001 },
      ],
    });
    expect(databaseEnv.pick(env)).toEqual({ url: minimal.DATABASE_URL, poolMax: 10 });
    expect(lifecycleEnv.pick(env)).toEqual({ drainTimeoutMs: 20_000 });
  });

  it('lists every bad key in one error', () => {
    const message = messageOf(() => loadEnv(schema, { REDIS_NODES: 'nowhere', OPS_PORT: '70000', LOG_LEVEL: 'loud' }));
    expect(message).toContain('REDIS_NODES: "nowhere" is not host:port');
    expect(message).toContain('OPS_PORT: ');
    expect(message).toContain('LOG_LEVEL: ');
    expect(message).toContain('DATABASE_URL: is required');
  });

  it('never repeats the value of a key it cannot parse as an address list', () => {
    expect(messageOf(() => loadEnv(databaseEnv.schema, { DATABASE_URL: 'secret-without-scheme' }))).not.toContain(
      'secret',
    );
  });

  it('takes several secret keys and never repeats a bad one', () => {
    const [first, second] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
    const keysOf = (text?: string) =>
      secretKeyEnv.pick(loadEnv(secretKeyEnv.schema, text === undefined ? {} : { REDOUBT_SECRET_KEY: text }))
        .secretKeys;
    expect(keysOf(`${first}, ${second}`)).toEqual([first, second]);
    expect(keysOf()).toEqual([]);
    const message = messageOf(() => keysOf('c2hvcnQ='));
    expect(message).toContain('REDOUBT_SECRET_KEY: a key is 32 bytes as base64');
    expect(message).not.toContain('c2hvcnQ');
  });

  it('shares the time of a stop between what is closed first and the rest', () => {
    const [http, worker] = [
      httpServiceEnv({ port: 8080, maxConnections: 5 }),
      streamWorkerEnv('db-writer', { quantumEvents: 10, orgsPerRound: 2, roundSpacingMs: 5, urgentSpacingMs: 0 }),
    ];
    const env = loadEnv(z.object({ ...http.shape, ...worker.shape }), { DRAIN_TIMEOUT_MS: '9000', HTTP_HOST: '::1' });
    expect(http.pick(env)).toMatchObject({
      lifecycle: { drainTimeoutMs: 9_000, readinessLingerMs: 0 },
      http: { host: '::1', port: 8080, maxConnections: 5, drainMs: 4_500 },
    });
    expect(worker.pick(env)).toMatchObject({
      lifecycle: { drainTimeoutMs: 9_000 },
      consumer: { quantumEvents: 10, orgsPerRound: 2, roundSpacingMs: 5, urgentSpacingMs: 0, drainTimeoutMs: 4_500 },
    });
    expect(env.WORKER_ID).toMatch(/^db-writer-[\w.-]+-\d+$/);
  });

  it('gives an address a quarter of the connections, unless it may stand for many', () => {
    const fragment = httpServiceEnv({ port: 1, maxConnections: 10 });
    const read = (env: EnvSource) => fragment.pick(loadEnv(fragment.schema, env)).http;
    const inner = expect.arrayContaining(['10.0.0.0/8', '127.0.0.0/8', 'fc00::/7']) as string[];
    expect(read({})).toMatchObject({ maxOfAddress: 3, sharedAddresses: inner });
    expect(read({ ADDRESS_CONNECTIONS: '10', SHARED_ADDRESSES: '203.0.113.7, 2001:db8::/32' })).toMatchObject({
      ...{ maxOfAddress: 10, sharedAddresses: ['203.0.113.7', '2001:db8::/32'] },
    });
    expect(read({ SHARED_ADDRESSES: 'none' }).sharedAddresses).toEqual([]);
  });

  it('turns HTTPS on by a certificate and its key', () => {
    const fragment = httpServiceEnv({ port: 1, maxConnections: 5 });
    const read = (env: EnvSource) => fragment.pick(loadEnv(fragment.schema, env)).http;
    expect(read({})).not.toHaveProperty('tls');
    expect(read({ TLS_CERT_FILE: 'a.crt', TLS_KEY_FILE: 'a.key' }).tls).toEqual({
      certFile: 'a.crt',
      keyFile: 'a.key',
    });
    expect(() => read({ TLS_CERT_FILE: 'a.crt' })).toThrow('each needs the other');
  });

  it('treats an empty variable as unset', () => {
    expect(loadEnv(logEnv.schema, { LOG_LEVEL: '' })).toEqual({ LOG_LEVEL: 'info' });
  });

  it('picks TLS options only when TLS is on', () => {
    const env = loadEnv(redisEnv.schema, {
      REDIS_NODES: 'a:1',
      REDIS_TLS: 'yes',
      REDIS_TLS_CA: 'PEM',
      REDIS_USERNAME: 'u',
      REDIS_PASSWORD: 'p',
    });
    expect(redisEnv.pick(env)).toEqual({
      nodes: [{ host: 'a', port: 1 }],
      credentials: { username: 'u', password: 'p' },
      tls: { ca: 'PEM' },
    });
  });

  it('leaves files of TLS to those who watch them', () => {
    const files = { REDIS_TLS_CA_FILE: 'ca.crt', REDIS_TLS_CERT_FILE: 'app.crt', REDIS_TLS_KEY_FILE: 'app.key' };
    const read = (env: EnvSource) =>
      redisEnv.pick(loadEnv(redisEnv.schema, { REDIS_NODES: 'a:1', REDIS_TLS: 'yes', ...env })).tls;
    expect(read({ ...files, REDIS_TLS_SERVERNAME: 'redis.example' })).toEqual({
      ...{ caFile: 'ca.crt', certFile: 'app.crt', keyFile: 'app.key', servername: 'redis.example' },
    });
    expect(() => read({ REDIS_TLS_KEY_FILE: 'app.key' })).toThrow('each needs the other');
  });
});

describe('secret files', () => {
  const dir = mkdtempSync(join(tmpdir(), 'redoubt-config-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  const schema = z.object({ TOKEN: z.string() });

  it('replace the variable and lose their last line break', () => {
    writeFileSync(join(dir, 'token'), 'from-file \n');
    expect(loadEnv(schema, { TOKEN: 'x', TOKEN_FILE: join(dir, 'token') }).TOKEN).toBe('from-file ');
  });

  it('name the key and the reason when they cannot be read', () => {
    const message = messageOf(() => loadEnv(schema, { TOKEN_FILE: join(dir, 'absent') }));
    expect(message).toContain('TOKEN_FILE: cannot be read (ENOENT)');
  });

  it('of the password of Redis are named to those who follow them', () => {
    const passwordFile = join(dir, 'password');
    const read = (env: EnvSource) => redisEnv.pick(loadEnv(redisEnv.schema, { REDIS_NODES: 'a:1', ...env }));
    expect(read({ REDIS_USERNAME: 'app', REDIS_PASSWORD: 'x' })).not.toHaveProperty('passwordFile');
    writeFileSync(passwordFile, 'from-file\n');
    expect(read({ REDIS_USERNAME: 'app', REDIS_PASSWORD_FILE: passwordFile })).toMatchObject({
      credentials: { username: 'app', password: 'from-file' },
      passwordFile,
    });
    expect(() => read({ REDIS_PASSWORD_FILE: join(dir, 'absent') })).toThrow(
      'REDIS_PASSWORD_FILE: cannot be read (ENOENT)',
    );
  });
});

describe('env types', () => {
  it.each(['1.5', '1e3', ' 1', 'x'])('refuses %p as a whole number', (text) => {
    expect(envInteger().safeParse(text).success).toBe(false);
  });

  it.each([
    ['TRUE', true],
    ['0', false],
    ['off', false],
  ])('reads the flag %p', (text, value) => {
    expect(envFlag().parse(text)).toBe(value);
  });

  it('refuses other words as a flag', () => {
    expect(envFlag().safeParse('maybe').success).toBe(false);
  });
});

describe('oidcEnv', () => {
  const pick = (env: Record<string, string>) => oidcEnv.pick(loadEnv(oidcEnv.schema, env));
  const whole = {
    ...{ OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'redoubt', OIDC_CLIENT_SECRET: 'hidden' },
    OIDC_REDIRECT_URL: 'https://redoubt.example.com/api/v1/auth/oidc/callback',
  };
  const rule = { claim: 'groups', value: 'soc', organization: 'acme', role: 'analyst' };

  it('is nothing without an issuer, and the options of the provider with one', () => {
    expect(pick({})).toBeUndefined();
    expect(pick({ ...whole, OIDC_ROLES: JSON.stringify([rule]) })).toEqual({
      ...{ issuer: 'https://id.example.com', clientId: 'redoubt', clientSecret: 'hidden', rules: [rule] },
      ...{ label: 'Single sign-on', scope: 'openid email profile', isEmailTrusted: false, isInsecureAllowed: false },
      redirectUri: 'https://redoubt.example.com/api/v1/auth/oidc/callback',
    });
  });

  it.each([
    [{ OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID: is required with OIDC_ISSUER'],
    [{ OIDC_CLIENT_SECRET: '' }, 'OIDC_CLIENT_SECRET: is required with OIDC_ISSUER'],
    [{ OIDC_REDIRECT_URL: '' }, 'OIDC_REDIRECT_URL: is required with OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'http://id.example.com' }, 'OIDC_ISSUER: needs https'],
    [{ OIDC_ROLES: '{' }, 'OIDC_ROLES: is not JSON'],
    [{ OIDC_ROLES: '[{"claim":"groups"}]' }, 'OIDC_ROLES'],
  ])('refuses %j', (more, message) => {
    expect(messageOf(() => pick({ ...whole, ...more }))).toContain(message);
  });

  it('takes a provider without TLS on this machine', () => {
    expect(pick({ ...whole, OIDC_ISSUER: 'http://127.0.0.1:3000' })).toMatchObject({ isInsecureAllowed: true });
  });
});

describe('envNetworks', () => {
  it('reads addresses and networks', () => {
    expect(envNetworks().parse('127.0.0.1, 10.0.0.0/8,2001:db8::/32')).toEqual([
      ...['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
    ]);
  });

  it.each(['loopback', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '1.2.3', '2001:db8::/129', ','])(
    'refuses %j',
    (text) => {
      expect(envNetworks().safeParse(text).success).toBe(false);
    },
  );
});
