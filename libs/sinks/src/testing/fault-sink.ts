import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What goes wrong with a request. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** 200, with a status of their own for some items; of `_bulk` alone. */
  | { kind: 'items'; statusOf(id: string, index: number): number | undefined }
  /** Taken, and the connection broken off in the midst of the answer. */
  | { kind: 'reset' }
  /** Never answered. */
  | { kind: 'hang' };

const MAX_REQUESTS = 1_000;

/** A request as the sink got it. */
export interface SinkRequestSeen {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** As it came, decompressed. */
  bytes: Buffer;
  /** Ids of the items it held; none of what is not text. */
  ids: string[];
}

/**
 * Stands for Elasticsearch, Splunk, an OTLP receiver, a webhook and an object store, none of which can be had on a bare
 * machine: speaks as much of each as a sender needs, keeps what it was given, and fails as told.
 */
export class FaultSink {
  /** The newest; at most a thousand. */
  readonly requests: SinkRequestSeen[] = [];
  /** How often each item was taken; of `_bulk` documents once. */
  readonly taken = new Map<string, number>();
  /** `_bulk` documents that came again. */
  conflicts = 0;
  /** Decides what goes wrong; nothing when it has nothing to say. */
  fault: (request: SinkRequestSeen, index: number) => Fault | undefined = () => undefined;
  /** Whether Splunk's indexer has what was sent. */
  isIndexed: () => boolean = () => true;
  /** Splunk's token acknowledges. */
  isAcknowledging = true;
  readonly #server: Server;
  readonly #sockets = new Set<IncomingMessage['socket']>();
  #acks = 0;
  #seen = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(port = 0): Promise<FaultSink> {
    const sink = new FaultSink();
    await new Promise<void>((resolve) => sink.#server.listen(port, '127.0.0.1', resolve));
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path = ''): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Items that were taken more than once. */
  get duplicates(): number {
    return [...this.taken.values()].reduce((n, times) => n + times - 1, 0);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const content = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    const body = content.toString('utf8');
    const path = request.url ?? '/';
    if (path.startsWith('/services/collector/ack')) return this.#acknowledge(body, response);
    const seen: SinkRequestSeen = { path, headers: request.headers, body, bytes: content, ids: idsOf(path, body) };
    if (this.requests.push(seen) > MAX_REQUESTS) this.requests.shift();
    const fault = this.fault(seen, this.#seen++);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') return answer(response, fault.status, fault.body ?? '{}', fault.headers);
    const reply = path.startsWith('/_bulk') ? this.#bulk(seen, fault) : this.#takeAll(seen);
    if (fault?.kind !== 'reset') return answer(response, 200, reply);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': reply.length + 10 });
    response.write(reply.slice(0, 5), () => request.socket.resetAndDestroy());
  }

  #bulk({ ids }: SinkRequestSeen, fault: Fault | undefined): string {
    const items = ids.map((id, index) => {
      const status = (fault?.kind === 'items' ? fault.statusOf(id, index) : undefined) ?? this.#create(id);
      const error = status < 300 ? {} : { error: { type: 'fault', reason: `status ${status}` } };
      return { create: { _index: 'x', _id: id, status, ...error } };
    });
    return JSON.stringify({ errors: items.some(({ create }) => create.status >= 300), items });
  }

  #create(id: string): number {
    if (this.taken.has(id)) {
      this.conflicts += 1;
      return 409;
    }
    this.taken.set(id, 1);
    return 201;
  }

  #takeAll({ ids, path }: SinkRequestSeen): string {
    for (const id of ids) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
    if (!path.startsWith('/services/collector')) return '{}';
    if (!this.isAcknowledging) return JSON.stringify({ text: 'Success', code: 0 });
    this.#acks += 1;
    return JSON.stringify({ text: 'Success', code: 0, ackId: this.#acks });
  }

  #acknowledge(body: string, response: ServerResponse): void {
    if (!this.isAcknowledging) return answer(response, 400, JSON.stringify({ text: 'ACK is disabled', code: 14 }));
    const { acks } = JSON.parse(body) as { acks: number[] };
    const isIndexed = this.isIndexed();
    answer(response, 200, JSON.stringify({ acks: Object.fromEntries(acks.map((id) => [id, isIndexed])) }));
  }

  /** Ends it as a machine that dies does: connections too. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function answer(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

/** What each protocol carries the item's id in. */
function idsOf(path: string, body: string): string[] {
  if (path.startsWith('/_bulk')) return matches(body, /^\{"create":\{"_index":"[^"]*","_id":"([^"]*)"/gm);
  if (path.startsWith('/services/collector')) return matches(body, /"redoubt_id":"([^"]*)"/g);
  if (path.startsWith('/v1/logs')) return matches(body, /"redoubt\.id","value":\{"stringValue":"([^"]*)"/g);
  if (path.endsWith('.parquet')) return [];
  if (path.startsWith('/hook')) return (JSON.parse(body) as { data: { id: string }[] }).data.map(({ id }) => id);
  return body.split('\n').flatMap((line) => {
    if (line === '') return [];
    const { eventId, orgId } = JSON.parse(line) as { eventId: string; orgId: string };
    return [`${orgId}-${eventId}`];
  });
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
