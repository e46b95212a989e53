import { createSocket } from 'node:dgram';
import { gzipSync } from 'node:zlib';
import { waitFor } from '@redoubt/test-kit';
import { DatagramListener } from './datagram-listener.ts';

it('counts a compressed message as what it is unpacked', async () => {
  const stored = Promise.withResolvers<void>();
  const taken: number[] = [];
  const intake = {
    startChunk: () => undefined,
    take: ({ data }: { data: Buffer }) => void taken.push(data.length),
    flush: () => stored.promise,
  };
  let lost = 0;
  const listener = new DatagramListener(
    {
      intake,
      onBytes: () => undefined,
      onLost: () => (lost += 1),
      clock: { monotonicMs: () => performance.now() },
    },
    { host: '127.0.0.1', port: 0, maxMessageBytes: 64_000, maxHeldBytes: 150_000 },
  );
  await listener.listen();
  const socket = createSocket('udp4');
  const bomb = gzipSync(Buffer.alloc(60_000, 'a'));
  try {
    for (let i = 0; i < 10; i++) socket.send(bomb, listener.port, '127.0.0.1');
    await waitFor(() => taken.length + lost === 10);
    expect(taken).toEqual([60_000, 60_000]);
    expect(listener.heldBytes).toBeGreaterThanOrEqual(120_000);
    expect(listener.heldBytes).toBeLessThanOrEqual(150_000);
    stored.resolve();
    await waitFor(() => listener.heldBytes === 0);
  } finally {
    stored.resolve();
    socket.close();
    await listener.close();
  }
});
