import { loadEnv } from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import { dashboardConfig, dashboardEnv } from './config.ts';

const needed = {
  REDIS_NODES: '127.0.0.1:7000',
  DATABASE_URL: 'postgres://u:p@127.0.0.1/db',
  SESSION_KEYS: `k1:${Buffer.alloc(32, 5).toString('base64')}`,
};

it('needs nothing but the stores and a key to sign sessions with', () => {
  const config = dashboardConfig(loadEnv(dashboardEnv, needed));
  expect(config.http).toMatchObject({ host: '0.0.0.0', port: 8081 });
  expect(config.requests.api_key).toEqual({ perMinute: 1_000, burst: 250 });
});

it.each([
  ['HTTP_PORT', '70000'],
  ['MAX_BODY_BYTES', '1'],
  ['SEARCH_TIMEOUT_MS', '10'],
  ['MAX_EXPORT_ROWS', '0'],
  ['TRUSTED_PROXIES', 'any'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
])('refuses %s=%s', (key, value) => {
  expect(() => loadEnv(dashboardEnv, { ...needed, [key]: value })).toThrow(ConfigError);
});

it('refuses short session keys, without repeating them', () => {
  const env = loadEnv(dashboardEnv, { ...needed, SESSION_KEYS: 'k1:c2hvcnQ=' });
  expect(() => dashboardConfig(env)).toThrow(ConfigError);
  expect(() => dashboardConfig(env)).not.toThrow(/c2hvcnQ/);
});
