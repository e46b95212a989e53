import express from 'express';
import { Server } from 'socket.io';
import { ApiClient } from '../testing/api-client.ts';
import { startApp, type TestApp } from '../testing/start-app.ts';
import { expressPath } from './mount-route.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'route', 'param'] as const;
/** Of the other port, which is for the operator's network. */
const OPS = ['get /healthz', 'get /metrics', 'get /readyz'];

/** What was mounted on express and socket.io while the dashboard came up: `<method> <path>`. */
const mounted = new Set<string>();
const anywhere: unknown[] = [];
const namespaces = new Set<string>();
let app: TestApp;
let api: ApiClient;

beforeAll(async () => {
  const methods = express.application as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const method of METHODS) {
    const mount = methods[method] as (...given: unknown[]) => unknown;
    jest.spyOn(methods, method).mockImplementation(function (this: unknown, ...given: unknown[]) {
      // `app.get(name)` reads a setting.
      if (given.length > 1 || method !== 'get') mounted.add(`${method} ${String(given[0])}`);
      return mount.apply(this, given);
    });
  }
  const use = methods.use as (...given: unknown[]) => unknown;
  jest.spyOn(methods, 'use').mockImplementation(function (this: unknown, ...given: unknown[]) {
    anywhere.push(given[0]);
    return use.apply(this, given);
  });
  const { of } = Server.prototype;
  jest.spyOn(Server.prototype, 'of').mockImplementation(function (this: Server, ...given: Parameters<typeof of>) {
    namespaces.add(String(given[0]));
    return of.apply(this, given);
  } as typeof of);
  app = await startApp();
  api = await ApiClient.open(app.url);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await app.close();
});

it('no route is mounted but those of the API document, each of which has its attacks', () => {
  const documented = api.operations.map(({ method, path }) => `${method} ${expressPath(path)}`);
  expect(documented.length).toBeGreaterThan(80);
  // Express makes a route of its own for each.
  const paths = new Set([...documented, ...OPS].map((one) => one.split(' ')[1] ?? ''));
  const routes = [...paths].map((path) => `route ${path}`);
  expect([...mounted].toSorted()).toEqual([...documented, ...OPS, ...routes].toSorted());
  // Handlers for every path, none for a part of them.
  expect(anywhere.length).toBeGreaterThanOrEqual(3);
  expect(anywhere.filter((first) => typeof first !== 'function')).toEqual([]);
});

it('no feed is open but those that feed-access.int.spec.ts attacks', () => {
  expect([...namespaces].filter((name) => name !== '/').toSorted()).toEqual(['/alerts', '/events', '/metrics']);
});
