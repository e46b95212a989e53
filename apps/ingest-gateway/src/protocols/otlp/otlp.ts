import { credentialOf } from '../../http/credential.ts';
import { authenticated, refusalHeaders, throwFailure } from '../../http/protocol.ts';
import type { Call, Endpoint, Protocol, ProtocolDeps, Reply } from '../../http/protocol.ts';
import { Refusal } from '../../http/refusal.ts';
import { planOf } from '../../http/request-plan.ts';
import type { ItemParts } from '../../items/body-items.ts';
import { ListScanner } from '../shared/list-scanner.ts';
import { decodeRequest, encodeResponse, encodeStatus, type PartialSuccess } from './messages.ts';
import { recordsOf } from './records.ts';
import { takeRecord } from './take-record.ts';

const PATH = '/v1/logs';
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** OTLP logs over HTTP, protobuf and JSON (OTLP specification 1.x). */
export function createOtlp(deps: ProtocolDeps): Protocol {
  const logs: Endpoint = {
    format: 'otlp',
    methods: ['POST'],
    serve: (call) => serveLogs(deps, call),
    refuse: (refusal, { request }) => statusReply(refusal, codingOf(request.headers['content-type']) ?? JSON_TYPE),
  };
  return { endpointOf: (path) => (path === PATH ? logs : undefined) };
}

async function serveLogs(deps: ProtocolDeps, { request, onHeadAccepted }: Call): Promise<Reply> {
  const principal = await authenticated(deps, credentialOf(request.headers.authorization));
  const coding = codingOf(request.headers['content-type']);
  if (coding === undefined) throw new Refusal('unsupported_media_type', `send ${PROTOBUF} or ${JSON_TYPE}`);
  // No bytes are a message without records in protobuf.
  if (coding === PROTOBUF && request.headers['content-length'] === '0') return successReply(coding, undefined);
  const plan = planOf(request, deps.limits, {
    format: 'otlp',
    meaning: `otlp ${coding}`,
    isWhole: true,
    // What is rejected of a request must not be sent again, so a shed record ends the request.
    isShedWhole: true,
    open: (parts) => ({
      kind: 'whole',
      isOneObject: false,
      scan: (body, start) => scanner(body, start, coding, parts),
    }),
  });
  const received = await deps.ingest.receive(request, plan, principal, onHeadAccepted);
  throwFailure(deps, received);
  const { refused, errors } = received.batch;
  const [first] = errors;
  const message = first === undefined ? '' : `log record ${first.index}: ${first.code}: ${first.detail}`;
  return successReply(coding, refused === 0 ? undefined : { rejectedLogRecords: refused, errorMessage: message });
}

type Coding = typeof PROTOBUF | typeof JSON_TYPE;

function codingOf(contentType = ''): Coding | undefined {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === PROTOBUF || mediaType === 'application/protobuf') return PROTOBUF;
  return mediaType === JSON_TYPE ? JSON_TYPE : undefined;
}

function scanner(body: Buffer, start: number, coding: Coding, parts: ItemParts) {
  const request = coding === PROTOBUF ? decodeRequest(body) : parsed(body.toString('utf8', start));
  return new ListScanner(body.length, recordsOf(request), (record) => takeRecord(parts, record));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal('invalid_message', 'the body is not JSON');
  }
}

function successReply(coding: Coding, partial: PartialSuccess | undefined): Reply {
  if (coding === PROTOBUF) return { status: 200, contentType: PROTOBUF, body: encodeResponse(partial) };
  const own = partial && { ...partial, rejectedLogRecords: String(partial.rejectedLogRecords) };
  return { status: 200, contentType: JSON_TYPE, body: JSON.stringify(own ? { partialSuccess: own } : {}) };
}

/** Codes of google.rpc.Status by HTTP status. */
const RPC_CODES: Readonly<Record<number, number>> = {
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  408: 4,
  429: 8,
  500: 13,
  503: 14,
};
const INVALID_ARGUMENT = 3;

function statusReply(refusal: Refusal, coding: Coding): Reply {
  const code = RPC_CODES[refusal.status] ?? INVALID_ARGUMENT;
  const message = `${refusal.code}: ${refusal.message}`;
  const body = coding === PROTOBUF ? encodeStatus(code, message) : JSON.stringify({ code, message, details: [] });
  return { status: refusal.status, contentType: coding, body, headers: refusalHeaders(refusal) };
}
