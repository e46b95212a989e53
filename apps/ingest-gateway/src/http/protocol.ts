import type { IncomingMessage } from 'node:http';
import type { Clock } from '@redoubt/contracts';
import type { GatewayLimits } from '../limits.ts';
import type { EventFormat } from '../metrics.ts';
import type { Ingest, Received } from './ingest.ts';
import type { Authenticator, Principal } from './ports.ts';
import { Refusal } from './refusal.ts';

/** An answer, ready to be written. */
export interface Reply {
  status: number;
  body: string | Buffer;
  contentType: string;
  headers?: Readonly<Record<string, string>>;
}

/** One request of a protocol. */
export interface Call {
  request: IncomingMessage;
  /** Decoded by nobody yet. */
  path: string;
  query: URLSearchParams;
  /** To be called once nothing in the head speaks against reading the body. */
  onHeadAccepted: () => void;
}

/** What one path of a protocol does. */
export interface Endpoint {
  /** What the endpoint takes, as label of metrics; absent where it takes no events. */
  format?: EventFormat;
  methods: readonly string[];
  /** @throws Refusal, which `refuse` then puts into the protocol's words; SenderGone */
  serve(call: Call): Reply | Promise<Reply>;
  refuse(refusal: Refusal, call: Call): Reply;
}

/** A protocol of the data server besides `POST /v1/events`. */
export interface Protocol {
  /** The endpoint of a path; undefined when the path is not the protocol's. */
  endpointOf(path: string): Endpoint | undefined;
}

/** What a protocol works with. */
export interface ProtocolDeps {
  ingest: Pick<Ingest, 'receive' | 'smallBody' | 'unacknowledged'>;
  authenticator: Authenticator;
  limits: GatewayLimits;
  clock: Clock;
  state: GatewayState;
}

/** How the gateway is, for protocols whose senders ask. */
export interface GatewayState {
  isDraining(): boolean;
  /** Some severities are shed somewhere. */
  isShedding(): boolean;
  /** No event is taken anywhere. */
  isSheddingAll(): boolean;
}

/** Asks whose key it is. @throws Refusal */
export async function authenticated({ authenticator }: ProtocolDeps, key: string | undefined): Promise<Principal> {
  const known = authenticator.authenticate(key);
  return known instanceof Promise ? await known : known;
}

/**
 * For protocols whose answers are about the request as a whole.
 *
 * @throws Refusal when it failed; what was stored before is then counted as unacknowledged
 */
export function throwFailure({ ingest }: ProtocolDeps, { failure, accepted, batch }: Received): void {
  if (failure === undefined) return;
  if (accepted > 0) ingest.unacknowledged(accepted);
  throw accepted > 0 ? failure.with({ accepted, refused: batch.refused }) : failure;
}

/** A JSON answer. */
export function jsonReply(status: number, value: unknown, headers?: Reply['headers']): Reply {
  return { status, body: JSON.stringify(value), contentType: 'application/json', ...(headers ? { headers } : {}) };
}

/** The problem answer (RFC 9457) of protocols that have no words of their own. */
export function problemReply(refusal: Refusal): Reply {
  return {
    status: refusal.status,
    body: JSON.stringify(refusal.toProblem()),
    contentType: 'application/problem+json',
    headers: refusalHeaders(refusal),
  };
}

/** Retry-After, and whatever else a refusal says in headers. */
export function refusalHeaders({ extra: { retryAfterS, headers } }: Refusal): Record<string, string> {
  return { ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }), ...headers };
}
