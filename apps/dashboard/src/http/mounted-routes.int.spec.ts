import express, { type Express } from 'express';
import { Server } from 'socket.io';
import { ApiClient } from '../testing/api-client.ts';
import { routesOf } from '../testing/routes-of.ts';
import { startApp, type TestApp } from '../testing/start-app.ts';
import { expressPath } from './mount-route.ts';

/** Of the other port, which is for the operator's network. */
const OPS = ['get /healthz', 'get /metrics', 'get /readyz'];

/** Every application of express that there is when the dashboard came up, those inside others too. */
const applications: Express[] = [];
const namespaces = new Set<string>();
let app: TestApp;
let api: ApiClient;

beforeAll(async () => {
  const prototype = express.application as unknown as { init: (this: Express) => void };
  const { init } = prototype;
  jest.spyOn(prototype, 'init').mockImplementation(function (this: Express) {
    applications.push(this);
    init.call(this);
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
  expect(applications).toHaveLength(2);
  // The one that refuses all other methods of a path.
  const refusing = new Set(api.operations.map(({ path }) => `all ${expressPath(path)}`));
  expect(applications.flatMap(routesOf).toSorted()).toEqual([...documented, ...OPS, ...refusing].toSorted());
});

it('routes of routers, of every method, and of a part of the paths are seen', () => {
  const router = express.Router();
  router.get('/backdoor', () => undefined);
  const other = express();
  other.use(router);
  other.use('/part', () => undefined);
  other.use(() => undefined);
  other.trace('/alerts', () => undefined);
  other.all('/all', () => undefined);
  expect(routesOf(other)).toEqual(['router: get /backdoor', 'part', 'trace /alerts', 'all /all']);
});

it('no feed is open but those that feed-access.int.spec.ts attacks', () => {
  expect([...namespaces].filter((name) => name !== '/').toSorted()).toEqual(['/alerts', '/events', '/metrics']);
});
