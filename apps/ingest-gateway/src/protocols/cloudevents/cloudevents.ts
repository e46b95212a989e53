import { credentialOf } from '../../http/credential.ts';
import { singleEventIn } from '../../http/json-body.ts';
import { authenticated, problemReply } from '../../http/protocol.ts';
import type { Call, Endpoint, Protocol, ProtocolDeps, Reply } from '../../http/protocol.ts';
import { Refusal } from '../../http/refusal.ts';
import { planOf, type ReadingPlan } from '../../http/request-plan.ts';
import { ArrayScanner } from '../../items/array.ts';
import { SingleItem, type ItemParts } from '../../items/body-items.ts';
import { acceptedReply } from '../events/answer.ts';
import { resultOf } from '../events/result.ts';
import { headerAttributes } from './attributes.ts';
import { takeBinary, takeStructured } from './take-event.ts';

const PATH = '/v1/cloudevents';
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

/** CloudEvents 1.0 over HTTP: structured, binary and batched. */
export function createCloudEvents(deps: ProtocolDeps): Protocol {
  const events: Endpoint = {
    format: 'cloudevents',
    methods: ['POST', 'OPTIONS'],
    serve: (call) => (call.request.method === 'OPTIONS' ? consentReply(call) : serveEvents(deps, call)),
    refuse: problemReply,
  };
  return { endpointOf: (path) => (path === PATH ? events : undefined) };
}

async function serveEvents(deps: ProtocolDeps, { request, onHeadAccepted }: Call): Promise<Reply> {
  const principal = await authenticated(deps, credentialOf(request.headers.authorization));
  const plan = planOf(request, deps.limits, readingOf(request));
  const received = await deps.ingest.receive(request, plan, principal, onHeadAccepted);
  if (received.failure !== undefined && received.accepted > 0) deps.ingest.unacknowledged(received.accepted);
  return acceptedReply(resultOf(received));
}

function readingOf({ headers }: Call['request']): ReadingPlan {
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const common = { format: 'cloudevents', isWhole: true } as const;
  if (mediaType === BATCH) return { ...common, meaning: 'cloudevents batch', open: batchItems };
  if (mediaType === STRUCTURED) return { ...common, meaning: 'cloudevents', open: structuredItem };
  if (mediaType?.startsWith('application/cloudevents') === true) {
    throw new Refusal('unsupported_media_type', `of CloudEvents ${STRUCTURED}, ${BATCH} and binary messages are read`);
  }
  const attributes = headerAttributes(headers);
  return {
    ...common,
    meaning: `cloudevents ${JSON.stringify(attributes)}`,
    open: (parts) => ({
      kind: 'whole',
      isOneObject: true,
      scan: (body) => new SingleItem(body.length, () => takeBinary(parts, body, attributes)),
    }),
  };
}

function structuredItem(parts: ItemParts) {
  return {
    kind: 'whole' as const,
    isOneObject: true,
    scan: (body: Buffer, start: number) => {
      const span = singleEventIn(body, start, parts.limits.maxEventBytes);
      if (span === null) throw new Refusal('invalid_message', `a list of events is ${BATCH}`);
      return new SingleItem(body.length, () => take(parts, body, span.start, span.end));
    },
  };
}

function batchItems(parts: ItemParts) {
  return {
    kind: 'whole' as const,
    isOneObject: false,
    scan: (body: Buffer, start: number) => {
      const open = body.indexOf('[', start);
      if (open === -1 || body.toString('latin1', start, open).trim() !== '') {
        throw new Refusal('invalid_message', 'a batch is a JSON array');
      }
      return new ArrayScanner(body, (data, from, to) => take(parts, data, from, to), open + 1);
    },
  };
}

function take(parts: ItemParts, body: Buffer, start: number, end: number): void {
  const parsed = parts.items.parse(body, start, end);
  if (parsed !== undefined) takeStructured(parts, { body, start, end, ...parsed });
}

/** A sender asks whether it may send (HTTP webhook specification, section 4); the key decides that, not the origin. */
function consentReply({ request }: Call): Reply {
  const origin = request.headers['webhook-request-origin'];
  const allowed: Record<string, string> =
    typeof origin === 'string' ? { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' } : {};
  return { status: 200, body: '', contentType: 'text/plain', headers: { allow: 'POST, OPTIONS', ...allowed } };
}
