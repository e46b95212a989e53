import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { LoopbackProxy } from './loopback-proxy.ts';

let server: Server;
let proxy: LoopbackProxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const isCutOff = ({ first }: { first: Buffer | undefined }): boolean => first?.toString() === 'cut';
  proxy = await LoopbackProxy.open({ toPort: (server.address() as AddressInfo).port, isCutOff });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

const open = (): Socket => {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  return socket;
};
const echo = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text);
  return String((await once(socket, 'data'))[0]);
};
const ended = async (socket: Socket): Promise<void> => {
  socket.on('error', () => undefined);
  await once(socket, 'close');
};

it('passes on what comes, in both directions', async () => {
  expect(await echo(open(), 'one')).toBe('one');
});

it('swallows what is cut off for good, and ends those connections alone', async () => {
  const [cut, whole] = [open(), open()];
  const closed = ended(cut);
  expect(await echo(whole, 'whole')).toBe('whole');
  let answered = '';
  cut.on('data', (chunk) => (answered += String(chunk)));
  await new Promise<void>((resolve) => cut.write('cut', () => resolve()));
  expect(await echo(whole, 'still')).toBe('still');
  proxy.endAll({ isTornOnly: true });
  await closed;
  expect(answered).toBe('');
  expect(await echo(whole, 'there')).toBe('there');
});

it('hangs and is down as told', async () => {
  const first = open();
  await echo(first, 'one');
  proxy.isHanging = true;
  let answered = '';
  first.on('data', (chunk) => (answered += String(chunk)));
  const closed = ended(first);
  await new Promise<void>((resolve) => first.write('two', () => resolve()));
  proxy.isHanging = false;
  proxy.isDown = true;
  await ended(open());
  proxy.endAll();
  await closed;
  expect(answered).toBe('');
  proxy.isDown = false;
  expect(await echo(open(), 'again')).toBe('again');
});
