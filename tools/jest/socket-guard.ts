import { Socket as DatagramSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';

interface Originals {
  connect: typeof Socket.prototype.connect;
  listen: typeof Server.prototype.listen;
  bind: typeof DatagramSocket.prototype.bind;
  send: typeof DatagramSocket.prototype.send;
}

// This file is evaluated once per test file but core modules once per process, so the originals live on a core class.
const ORIGINALS = Symbol.for('redoubt.socketOriginals');
const store = Socket as unknown as { [ORIGINALS]?: Originals };

function originals(): Originals {
  store[ORIGINALS] ??= {
    connect: Socket.prototype.connect,
    listen: Server.prototype.listen,
    bind: DatagramSocket.prototype.bind,
    send: DatagramSocket.prototype.send,
  };
  return store[ORIGINALS];
}

function refuse(): never {
  throw new Error('a unit test opened a socket: move it to *.int.spec.ts or inject the dependency');
}

/** Makes every TCP connect or listen and every UDP bind or send of this process throw. */
export function forbidSockets(): void {
  originals();
  Socket.prototype.connect = refuse;
  Server.prototype.listen = refuse;
  DatagramSocket.prototype.bind = refuse;
  DatagramSocket.prototype.send = refuse;
}

/** Undoes `forbidSockets`. */
export function allowSockets(): void {
  const saved = originals();
  Socket.prototype.connect = saved.connect;
  Server.prototype.listen = saved.listen;
  DatagramSocket.prototype.bind = saved.bind;
  DatagramSocket.prototype.send = saved.send;
}
