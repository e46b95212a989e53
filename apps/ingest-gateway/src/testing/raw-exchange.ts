import { connect, type Socket } from 'node:net';
import { KEY } from './start-gateway.ts';

/** What came back on a raw connection. */
export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/** Sends bytes as they are and waits until the gateway closes the connection; for requests no HTTP client would send. */
export async function rawExchange(port: number, parts: readonly (string | Buffer)[]): Promise<RawAnswer> {
  const socket = connect({ port, host: '127.0.0.1' });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  socket.on('error', (error) => (chunks.length > 0 ? resolve(Buffer.concat(chunks).toString('utf8')) : reject(error)));
  for (const part of parts) socket.write(part);
  return parse(await promise);
}

/** Opens a connection, sends `parts` and hands it over. */
export async function rawSocket(
  port: number,
  parts: readonly (string | Buffer)[],
  localAddress = '127.0.0.1',
): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  return socket;
}

/** Head of an event request; `headers` are lines without their ends. */
export function headOf(headers: readonly string[]): string {
  const lines = ['POST /v1/events HTTP/1.1', 'Host: gateway', `Authorization: Bearer ${KEY}`, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, end);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: text.slice(end + 4) };
}
