import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Sends sshd messages (RFC 5424, octet counted) over one connection as fast as the receiver reads, then closes.
 *
 * Arguments: port, number of messages.
 */
const [port = 0, count = 0] = process.argv.slice(2).map(Number);
const BLOCK = 2_000;

function block(first: number): Buffer {
  const parts: string[] = [];
  for (let i = first; i < Math.min(first + BLOCK, count); i += 1) {
    const source = `203.0.113.${i % 250}`;
    const text = `Failed password for invalid user u${i % 997} from ${source} port ${1024 + (i % 60_000)} ssh2`;
    const message = `<86>1 2026-11-22T10:00:00.000Z web-${i % 40} sshd ${i % 30_000} - - ${text}`;
    parts.push(`${message.length} ${message}`);
  }
  return Buffer.from(parts.join(''));
}

const socket = connect(port, '127.0.0.1');
await once(socket, 'connect');
for (let sent = 0; sent < count; sent += BLOCK) {
  if (!socket.write(block(sent))) await once(socket, 'drain');
}
socket.end();
await once(socket, 'close');
