import { ConfigError } from '@redoubt/contracts';
import { loadEnv } from '@redoubt/config';
import { gatewayConfig, gatewayEnv } from './config.ts';
import { DEFAULT_LIMITS } from './limits.ts';

it('needs nothing but the cluster', () => {
  const config = gatewayConfig(loadEnv(gatewayEnv, { REDIS_NODES: '127.0.0.1:7000' }));
  expect(config.limits).toEqual(DEFAULT_LIMITS);
  expect(config.http).toMatchObject({ host: '0.0.0.0', port: 8080 });
  expect(config.producer).toEqual({ durability: 'auto', lingerMs: 5 });
});

it('gives an organisation a quarter of the room, and never less than its largest body', () => {
  const shareOf = (env: Record<string, string>): number =>
    gatewayConfig(loadEnv(gatewayEnv, { REDIS_NODES: 'a:1', ...env })).limits.maxOrgInFlightBytes;
  const [room, json] = [{ MAX_IN_FLIGHT_BYTES: '400000000' }, { MAX_JSON_BODY_BYTES: '150000000' }];
  expect(shareOf(room)).toBe(100_000_000);
  expect(shareOf({ ...room, ...json })).toBe(150_000_000 + 1024 * 1024);
  expect(shareOf({ ...room, MAX_ORG_IN_FLIGHT_BYTES: '350000000' })).toBe(350_000_000);
});

it.each([
  ['PIECE_BYTES', '1000'],
  ['MAX_BODY_BYTES', '-1'],
  ['DURABILITY', 'none'],
  ['HTTP_PORT', '70000'],
  ['BODY_IDLE_TIMEOUT_MS', '10'],
  ['PIECE_BYTES', '9000000'],
  ['MAX_ORG_IN_FLIGHT_BYTES', '8000000'],
  ['BODY_TIMEOUT_MS', '10'],
])('refuses %s=%s', (key, value) => {
  const env = { REDIS_NODES: 'a:1', MAX_JSON_BODY_BYTES: '8000000', [key]: value };
  expect(() => gatewayConfig(loadEnv(gatewayEnv, env))).toThrow(ConfigError);
});
