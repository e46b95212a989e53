import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** What goes wrong with a connection. */
export type SyslogFault =
  /** Ends its side before it has read anything, and reads no more. */
  | 'half_close'
  /** Broken off after the first bytes. */
  | 'reset'
  /** Reads and never ends its side. */
  | 'hang';

/** A syslog receiver that takes octet-counted frames, keeps the ids in them, and fails as told. */
export class SyslogSink {
  /** How often each item was taken. */
  readonly taken = new Map<string, number>();
  readonly messages: string[] = [];
  connections = 0;
  /** Frames that were none. */
  broken = 0;
  fault: (connection: number) => SyslogFault | undefined = () => undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(tls: { key: string; cert: string } | undefined) {
    const serve = (socket: Socket): void => this.#serve(socket);
    this.#server =
      tls === undefined
        ? createTcpServer({ allowHalfOpen: true }, serve)
        : createTlsServer({ ...tls, allowHalfOpen: true }, serve);
  }

  static async start(options: { port?: number; tls?: { key: string; cert: string } } = {}): Promise<SyslogSink> {
    const sink = new SyslogSink(options.tls);
    await new Promise<void>((resolve) => sink.#server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get duplicates(): number {
    return [...this.taken.values()].reduce((n, times) => n + times - 1, 0);
  }

  #serve(socket: Socket): void {
    const fault = this.fault(this.connections++);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    if (fault === 'half_close') {
      socket.pause();
      socket.end();
      return;
    }
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      if (fault === 'reset') {
        socket.resetAndDestroy();
        return;
      }
      rest = this.#take(Buffer.concat([rest, chunk]));
    });
    socket.on('end', () => {
      if (fault !== 'hang') socket.end();
    });
  }

  /** @returns what is left of a frame */
  #take(bytes: Buffer): Buffer {
    let at = 0;
    while (at < bytes.length) {
      const space = bytes.indexOf(0x20, at);
      if (space === -1) break;
      const length = Number(bytes.toString('latin1', at, space));
      if (!Number.isInteger(length) || length <= 0) {
        this.broken += 1;
        return Buffer.alloc(0);
      }
      if (bytes.length < space + 1 + length) break;
      this.#keep(bytes.toString('utf8', space + 1, space + 1 + length));
      at = space + 1 + length;
    }
    return bytes.subarray(at);
  }

  #keep(message: string): void {
    this.messages.push(message);
    const id = /\[redoubt@32473 id="([^"]*)"/.exec(message)?.[1];
    if (id !== undefined) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
