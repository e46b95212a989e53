import dns from 'node:dns';
import { once } from 'node:events';
import { BlockList, connect, createServer, type AddressInfo, type Server } from 'node:net';
import { ScriptedNames, waitFor } from '@redoubt/test-kit';
import { guardedLookup, TargetRefusedError } from './target-guard.ts';

const OUTSIDE = '198.41.0.4';
const INSIDE = '127.0.0.1';

/** Nothing leaves this machine: an address outside of it is told by the error that it is blocked with. */
const outside = new BlockList();
outside.addSubnet('128.0.0.0', 1);

let names: ScriptedNames;
let inner: Server;
let visits = 0;
beforeAll(async () => {
  names = await ScriptedNames.start();
  jest.spyOn(dns, 'lookup').mockImplementation(names.lookup.bind(names) as unknown as typeof dns.lookup);
  inner = createServer((socket) => {
    visits += 1;
    socket.end();
  });
  inner.listen(0, INSIDE);
  await once(inner, 'listening');
});
afterAll(async () => {
  jest.restoreAllMocks();
  inner.close();
  await names.close();
});

/** The error that a connection by name ends with; undefined when it came about. */
async function errorOf(lookup?: typeof guardedLookup): Promise<Error | undefined> {
  const { port } = inner.address() as AddressInfo;
  const place = { host: 'rebound.example', port, blockList: outside };
  const socket = connect({ ...place, ...(lookup === undefined ? {} : { lookup }) });
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  socket.on('error', resolve);
  socket.on('connect', () => resolve(undefined));
  const error = await promise;
  socket.destroy();
  return error;
}

describe('a name that changes its answer', () => {
  it('would lead inside without the guard', async () => {
    names.answer([INSIDE]);
    expect(await errorOf()).toBeUndefined();
    await waitFor(() => visits === 1);
  });

  it('leads to the address that was checked: it is not asked for a second time', async () => {
    names.answer([OUTSIDE], [INSIDE]);
    expect((await errorOf(guardedLookup))?.message).toContain(`IP(${OUTSIDE}) is blocked`);
    expect(names.asked).toEqual(['rebound.example']);
  });

  it.each([
    ['after it led outside', [OUTSIDE], [INSIDE]],
    ['beside an address outside', [OUTSIDE], [OUTSIDE, INSIDE]],
    ['before an address outside', [OUTSIDE], [INSIDE, OUTSIDE]],
    ['as the machine that knows credentials of a cloud', [OUTSIDE], ['169.254.169.254']],
  ])('is refused once it leads inside %s', async (_, first, then) => {
    const before = visits;
    names.answer(first, then);
    expect((await errorOf(guardedLookup))?.message).toContain('is blocked');
    expect(await errorOf(guardedLookup)).toBeInstanceOf(TargetRefusedError);
    expect(visits).toBe(before);
  });
});
