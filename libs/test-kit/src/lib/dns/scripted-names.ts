import { createSocket, type Socket } from 'node:dgram';
import { Resolver, type LookupAddress } from 'node:dns';
import { isIP, type AddressInfo } from 'node:net';

type LookupAll = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

const TYPE_A = 1;
/** RFC 1035, 4.1.1: an answer, of one who knows, recursion available. */
const ANSWER_FLAGS = 0x8580;
const HEADER_BYTES = 12;

/**
 * A real DNS server on loopback whose names answer otherwise from one question to the next, for what must not be taken
 * in by that. It knows IPv4 addresses alone; every answer is to be forgotten at once.
 */
export class ScriptedNames {
  /** Names that were asked for, in order. */
  readonly asked: string[] = [];
  readonly #script: string[][] = [];
  readonly #server: Socket;
  readonly #resolver = new Resolver({ timeout: 2_000, tries: 1 });

  private constructor(server: Socket) {
    this.#server = server;
  }

  static async start(): Promise<ScriptedNames> {
    const server = createSocket('udp4');
    const names = new ScriptedNames(server);
    server.on('message', (query, from) => server.send(names.#answer(query), from.port, from.address));
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
    names.#resolver.setServers([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
    return names;
  }

  /** What the next questions are answered with, one list of addresses each; the last one stays. */
  answer(...lists: readonly string[][]): void {
    this.#script.splice(0, this.#script.length, ...lists);
    this.asked.length = 0;
  }

  /** Stands in for `dns.lookup` with `all`: asks this server and nothing of the system; an address is its own. */
  lookup(hostname: string, _options: object, callback: LookupAll): void {
    const family = isIP(hostname);
    if (family !== 0) return callback(null, [{ address: hostname, family }]);
    this.#resolver.resolve4(hostname, (error, addresses) => {
      callback(error, error ? [] : addresses.map((address) => ({ address, family: 4 })));
    });
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(query: Buffer): Buffer {
    const { name, end } = questionOf(query);
    this.asked.push(name);
    const addresses = (this.#script.length > 1 ? this.#script.shift() : this.#script[0]) ?? [];
    const header = Buffer.from(query.subarray(0, HEADER_BYTES));
    header.writeUInt16BE(ANSWER_FLAGS, 2);
    header.writeUInt16BE(addresses.length, 6);
    // Neither authority nor additional records, whatever the question had.
    header.writeUInt32BE(0, 8);
    return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...addresses.map(recordOf)]);
  }
}

/** Where the one question of a query ends, and its name (RFC 1035, 4.1.2). */
function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 5 };
}

/** A record of the name that was asked for: type A, class IN, not to be kept. */
function recordOf(address: string): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc000 + HEADER_BYTES, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(4, 10);
  record.set(address.split('.').map(Number), 12);
  return record;
}
