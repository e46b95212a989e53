import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP balancer that knows nothing of sockets: each connection goes to the next port, or the one after it. */
export interface Balancer {
  url: string;
  close(): Promise<void>;
}

export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let next = 0;
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => open.delete(client));
    const tryPort = (left: number): void => {
      if (left === 0) return void client.destroy();
      const backend = connect({ host: '127.0.0.1', port: ports[next++ % ports.length] as number });
      let isConnected = false;
      backend.on('connect', () => {
        isConnected = true;
        client.pipe(backend);
        backend.pipe(client);
      });
      backend.on('error', () => (isConnected ? client.destroy() : tryPort(left - 1)));
      backend.on('close', () => isConnected && client.destroy());
      client.on('close', () => backend.destroy());
    };
    tryPort(ports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
