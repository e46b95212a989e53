import { Feed, type FeedOptions } from './feed.ts';
import type { FeedSocket } from './feed-socket.ts';

/** A socket that does as the spec says. */
class TestSocket implements FeedSocket {
  active = true;
  connects = 0;
  readonly auths: object[] = [];
  auth: () => object = () => ({});
  readonly #listeners = new Map<string, (payload: never) => void>();

  on(event: string, listener: (payload: never) => void): void {
    this.#listeners.set(event, listener);
  }

  say(event: string, payload?: unknown): void {
    this.#listeners.get(event)?.(payload as never);
  }

  connect(): void {
    this.connects += 1;
    this.auths.push(this.auth());
  }

  disconnect(): void {
    this.say('disconnect', 'io client disconnect');
  }
}

/** What a feed looks at of a page. */
const page = Object.assign(new EventTarget(), { hidden: false });

beforeAll(() => Object.assign(globalThis, { document: page }));
afterAll(() => Reflect.deleteProperty(globalThis, 'document'));

/** Promises that are kept already have been heard of then. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function started(given: Partial<FeedOptions> = {}) {
  const socket = new TestSocket();
  const feed = new Feed({
    ...{ namespace: '/alerts', on: {}, hiddenMs: 0 },
    ...given,
    open: async (_namespace, auth) => {
      socket.auth = auth;
      return socket;
    },
  });
  const leave = feed.watch();
  await nextTurn();
  return { feed, socket, leave };
}

test('connects while somebody watches', async () => {
  const { feed, socket, leave } = await started();
  expect([feed.status.value, socket.connects]).toEqual(['connecting', 1]);
  socket.say('connect');
  expect(feed.status.value).toBe('live');
  const leaveToo = feed.watch();
  leave();
  leave();
  expect(feed.status.value).toBe('live');
  leaveToo();
  expect(feed.status.value).toBe('off');
});

test('a watcher who comes back at once gets no second socket', async () => {
  const sockets: TestSocket[] = [];
  const feed = new Feed({
    ...{ namespace: '/events', on: {}, hiddenMs: 0 },
    open: async () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
  });
  feed.watch()();
  const leave = feed.watch();
  await nextTurn();
  expect(sockets.map(({ connects }) => connects)).toEqual([1]);
  sockets[0]?.say('connect');
  expect(feed.status.value).toBe('live');
  leave();
});

test('goes on where it broke, and says that something may be missed', async () => {
  let resumed = 0;
  const { feed, socket, leave } = await started({ onResumed: () => (resumed += 1) });
  socket.say('connect');
  feed.lastId = '7-0';
  socket.say('disconnect', 'transport close');
  expect(feed.status.value).toBe('reconnecting');
  expect(socket.auth()).toEqual({ lastId: '7-0' });
  socket.say('connect');
  expect([feed.status.value, resumed]).toEqual(['live', 1]);
  leave();
  expect(socket.auth()).toEqual({});
});

test('tells a refusal from a break', async () => {
  const { feed, socket, leave } = await started();
  socket.say('connect_error', new Error('no network'));
  expect(feed.status.value).toBe('reconnecting');
  socket.active = false;
  socket.say('disconnect', 'io server disconnect');
  expect(feed.status.value).toBe('refused');
  leave();
});

test('rests in a hidden tab', async () => {
  const { feed, socket, leave } = await started();
  socket.say('connect');
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  const paused = Promise.withResolvers<void>();
  feed.status.subscribe(() => paused.resolve());
  await paused.promise;
  expect(feed.status.value).toBe('paused');
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  expect([feed.status.value, socket.connects]).toEqual(['reconnecting', 2]);
  leave();
});
