import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { toError } from '@redoubt/contracts';
import { createWebServer, type ConnectionShares, type ServerTlsFiles } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import { addressHolders } from '@redoubt/tenancy';
import { SenderGone } from '../body/body-reader.ts';
import { OK, type GatewayMetrics } from '../metrics.ts';
import { eventsReading } from '../protocols/events/reading.ts';
import { resultOf } from '../protocols/events/result.ts';
import type { GatewayLimits } from '../limits.ts';
import { answer, answerAccepted } from './answer.ts';
import { credentialOf } from './credential.ts';
import type { Ingest } from './ingest.ts';
import type { Authenticator } from './ports.ts';
import { problemReply, type Call, type Endpoint, type Protocol } from './protocol.ts';
import { Refusal, type ProblemCode } from './refusal.ts';
import { planOf } from './request-plan.ts';

export interface GatewayServerOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  headersTimeoutMs: number;
  keepAliveTimeoutMs: number;
  /** Connections beyond it are closed at once. */
  maxConnections: number;
  /** The same of one address, unless it lies in one of the shared networks: load balancers stand for many. */
  maxOfAddress: number;
  sharedAddresses: readonly string[];
  /** Longest wait of a stop for requests in hand; uploads still under way then are cut off. */
  drainMs: number;
  /** HTTPS instead of HTTP. */
  tls?: ServerTlsFiles;
}

export interface GatewayServerDeps {
  ingest: Ingest;
  authenticator: Authenticator;
  /** Whatever is spoken besides `POST /v1/events`; the first that knows a path serves it. */
  protocols: readonly Protocol[];
  limits: GatewayLimits;
  /** The API document as JSON text. */
  apiDocument: string;
  metrics: GatewayMetrics;
  log: Logger;
}

const EVENTS_PATH = '/v1/events';
const DOCUMENT_PATH = '/v1/openapi.json';
const MAX_HEADER_BYTES = 16 * 1024;
/** After the last answer of a stop, so that it leaves the socket. */
const FLUSH_MS = 300;

/** The data server: bare `node:http`, since a framework would cost as much as parsing the events. */
export class GatewayServer {
  readonly #options: GatewayServerOptions;
  readonly #deps: GatewayServerDeps;
  readonly #server: Server;
  #isDraining = false;
  #requestsInHand = 0;
  #onNoneInHand: (() => void) | undefined;

  constructor(deps: GatewayServerDeps, options: GatewayServerOptions) {
    this.#deps = deps;
    this.#options = options;
    const settings = {
      headersTimeout: options.headersTimeoutMs,
      // Bodies are timed by their reader, which knows when the gateway itself is what they wait for.
      requestTimeout: 0,
      keepAliveTimeout: options.keepAliveTimeoutMs,
      connectionsCheckingInterval: Math.min(1_000, options.headersTimeoutMs),
      maxHeaderSize: MAX_HEADER_BYTES,
    };
    const { tls, maxConnections, maxOfAddress } = options;
    const shares: ConnectionShares = {
      ...{ maxConnections, maxOfAddress, holderOf: addressHolders(options.sharedAddresses) },
      onRefused: (bound) => deps.metrics.connectionsRefused.inc({ bound }),
    };
    this.#server = createWebServer(settings, { tls, log: deps.log, shares });
    this.#server.on('request', (request, response) => void this.#serve(request, response, false));
    this.#server.on('checkContinue', (request, response) => void this.#serve(request, response, true));
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#onClientError(error, socket));
  }

  listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host: this.#options.host, port: this.#options.port, backlog: 4096 }, () => {
      this.#server.off('error', reject);
      this.#deps.log.info({ host: this.#options.host, port: this.port }, 'gateway_listening');
      resolve();
    });
    return promise;
  }

  /** The port in use; 0 before `listen`. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  /** From now on every answer ends its connection, so that senders move on to another gateway. */
  setDraining(): void {
    this.#isDraining = true;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Takes no further connection and waits for the requests in hand, at most `drainMs`. */
  async close(): Promise<void> {
    this.#isDraining = true;
    if (!this.#server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await this.#noneInHand();
    // Node does not time out connections of a closed server, so one that never sent a request would hold up the stop.
    const timer = setTimeout(() => this.destroy(), FLUSH_MS);
    await promise;
    clearTimeout(timer);
  }

  /** Ends every connection. */
  destroy(): void {
    this.#server.closeAllConnections();
  }

  async #noneInHand(): Promise<void> {
    if (this.#requestsInHand === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onNoneInHand = resolve;
    const timer = setTimeout(resolve, this.#options.drainMs);
    await promise;
    clearTimeout(timer);
  }

  async #serve(request: IncomingMessage, response: ServerResponse, isContinueExpected: boolean): Promise<void> {
    if (this.#isDraining) response.shouldKeepAlive = false;
    this.#requestsInHand += 1;
    let target: Target | undefined;
    try {
      const path = pathOf(request);
      if (path === EVENTS_PATH) await this.#ingest(request, response, isContinueExpected);
      else if (path === DOCUMENT_PATH) this.#sendDocument(request, response);
      else {
        target = this.#targetOf(path, request, response, isContinueExpected);
        await this.#serveProtocol(target, request, response);
      }
    } catch (thrown) {
      this.#fail(request, response, thrown, target);
    } finally {
      this.#requestsInHand -= 1;
      if (this.#requestsInHand === 0) this.#onNoneInHand?.();
    }
  }

  async #ingest(request: IncomingMessage, response: ServerResponse, isContinueExpected: boolean): Promise<void> {
    const { authenticator, ingest, metrics, limits } = this.#deps;
    const startedAtMs = performance.now();
    allow(request, EVENTS_METHODS);
    const known = authenticator.authenticate(credentialOf(request.headers.authorization));
    const principal = known instanceof Promise ? await known : known;
    const plan = planOf(request, limits, eventsReading(request));
    const received = await ingest.receive(request, plan, principal, () => {
      if (isContinueExpected) response.writeContinue();
    });
    if (received.failure !== undefined && received.accepted > 0) ingest.unacknowledged(received.accepted);
    const result = resultOf(received);
    if (this.#isDraining) response.shouldKeepAlive = false;
    answerAccepted(response, result);
    metrics.requests.inc(COUNT_OK);
    metrics.requestSeconds.observe((performance.now() - startedAtMs) / 1000);
  }

  #targetOf(path: string, request: IncomingMessage, response: ServerResponse, isContinueExpected: boolean): Target {
    for (const protocol of this.#deps.protocols) {
      const endpoint = protocol.endpointOf(path);
      if (endpoint === undefined) continue;
      const { url = '' } = request;
      const query = new URLSearchParams(url.slice(path.length + 1));
      const onHeadAccepted = (): void => {
        if (isContinueExpected) response.writeContinue();
      };
      return { endpoint, call: { request, path, query, onHeadAccepted } };
    }
    throw new Refusal('not_found');
  }

  async #serveProtocol({ endpoint, call }: Target, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { metrics } = this.#deps;
    const startedAtMs = performance.now();
    allow(request, endpoint.methods);
    const served = endpoint.serve(call);
    const reply = served instanceof Promise ? await served : served;
    if (this.#isDraining) response.shouldKeepAlive = false;
    answer(request, response, reply, false);
    metrics.requests.inc(COUNT_OK);
    if (endpoint.format !== undefined) metrics.requestSeconds.observe((performance.now() - startedAtMs) / 1000);
  }

  #sendDocument(request: IncomingMessage, response: ServerResponse): void {
    allow(request, DOCUMENT_METHODS);
    const body = this.#deps.apiDocument;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
    response.end(request.method === 'HEAD' ? undefined : body);
    this.#deps.metrics.requests.inc(COUNT_OK);
  }

  #fail(request: IncomingMessage, response: ServerResponse, thrown: unknown, target: Target | undefined): void {
    const { metrics, log } = this.#deps;
    if (thrown instanceof SenderGone) {
      metrics.aborted.inc();
      response.destroy();
      return;
    }
    const refusal = thrown instanceof Refusal ? thrown : new Refusal('internal');
    if (!(thrown instanceof Refusal)) log.error({ err: toError(thrown) }, 'request_failed');
    metrics.requests.inc({ code: refusal.code });
    const reply = target === undefined ? problemReply(refusal) : target.endpoint.refuse(refusal, target.call);
    answer(request, response, reply, refusal.code === 'request_timeout');
  }

  #onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const refusal = new Refusal(clientErrorCode(error.code));
    this.#deps.metrics.requests.inc({ code: refusal.code });
    const body = JSON.stringify(refusal.toProblem());
    socket.end(
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\nconnection: close\r\n` +
        `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}

const COUNT_OK = { code: OK };
const EVENTS_METHODS = ['POST'];
const DOCUMENT_METHODS = ['GET', 'HEAD'];

interface Target {
  endpoint: Endpoint;
  call: Call;
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** @throws Refusal method_not_allowed */
function allow({ method = '' }: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(method)) return;
  throw new Refusal('method_not_allowed', undefined, { headers: { allow: methods.join(', ') } });
}

function clientErrorCode(code: string | undefined): ProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'malformed_request';
}
