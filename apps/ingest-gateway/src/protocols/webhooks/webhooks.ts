import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { networkOf } from '@redoubt/tenancy';
import { credentialOf } from '../../http/credential.ts';
import type { Principal, WebhookKeys } from '../../http/ports.ts';
import { authenticated, problemReply } from '../../http/protocol.ts';
import type { Call, Endpoint, Protocol, ProtocolDeps, Reply } from '../../http/protocol.ts';
import { Refusal } from '../../http/refusal.ts';
import { planOf, type ReadingPlan } from '../../http/request-plan.ts';
import type { ItemParts } from '../../items/body-items.ts';
import { acceptedReply } from '../events/answer.ts';
import { resultOf } from '../events/result.ts';
import { ListScanner } from '../shared/list-scanner.ts';
import { membersOf } from '../shared/splice.ts';
import { bytesOf, takeObject } from '../shared/take-value.ts';
import { WEBHOOK_SHAPES, type WebhookEvent, type WebhookShape } from './shapes.ts';
import { checkHead, type BodyCheck } from './signature.ts';

const PATH = /^\/v1\/webhooks\/([a-z]{1,32})(?:\/([0-9A-Za-z]{12,32}))?$/;

/**
 * Webhooks of sources that cannot send anything else: `/v1/webhooks/<shape>` with an API key, or
 * `/v1/webhooks/<shape>/<key id>` with a signature or token made with the webhook secret of that key.
 */
export function createWebhooks(deps: ProtocolDeps, keys: WebhookKeys): Protocol {
  const receiver: Endpoint = {
    format: 'webhook',
    methods: ['POST'],
    serve: (call) => serveWebhook(deps, keys, call),
    refuse: problemReply,
  };
  return {
    endpointOf: (path) => {
      const shape = PATH.exec(path)?.[1];
      return shape !== undefined && Object.hasOwn(WEBHOOK_SHAPES, shape) ? receiver : undefined;
    },
  };
}

async function serveWebhook(deps: ProtocolDeps, keys: WebhookKeys, call: Call): Promise<Reply> {
  const { request, onHeadAccepted } = call;
  const { headers } = request;
  const [, shapeName = '', keyId] = PATH.exec(call.path) ?? [];
  const shape = WEBHOOK_SHAPES[shapeName] as WebhookShape;
  const source = keyId === undefined ? await byKey(deps, call) : await keys.find(keyId);
  const bodyCheck = source.secret === undefined ? undefined : checkHead(headers, source.secret);
  const reading = readingOf(shapeName, shape, headers, bodyCheck);
  if (keyId !== undefined && bodyCheck !== undefined) reading.unverifiedSender = senderOf(request, keyId);
  const plan = planOf(request, deps.limits, reading);
  const received = await deps.ingest.receive(request, plan, source.principal, onHeadAccepted);
  if (received.failure !== undefined && received.accepted > 0) deps.ingest.unacknowledged(received.accepted);
  return acceptedReply(resultOf(received));
}

async function byKey(deps: ProtocolDeps, { request }: Call): Promise<{ principal: Principal; secret?: undefined }> {
  return { principal: await authenticated(deps, credentialOf(request.headers.authorization)) };
}

/** An id is no secret, and who knows it takes no room of others that send under it. */
function senderOf({ socket }: IncomingMessage, keyId: string): string {
  return `${keyId} ${networkOf(socket.remoteAddress ?? '')}`;
}

function readingOf(
  name: string,
  shape: WebhookShape,
  headers: IncomingHttpHeaders,
  bodyCheck: BodyCheck | undefined,
): ReadingPlan {
  return {
    format: 'webhook',
    meaning: `webhook ${name}`,
    isWhole: true,
    open: (parts) => ({
      kind: 'whole',
      isOneObject: false,
      scan: (body, start) => {
        bodyCheck?.(body);
        const events = shape(parsed(body.toString('utf8', start)), headers);
        if (events === undefined) throw new Refusal('invalid_message', `the body has not the shape of ${name}`);
        return new ListScanner(body.length, events, (event) => take(parts, name, event));
      },
    }),
  };
}

function take({ items }: ItemParts, name: string, { fields, own }: WebhookEvent): void {
  const members = membersOf(fields);
  // A source's own object may use names of ours for other things, so it stands apart; a generic one is the event.
  if (name === 'generic') return takeObject(items, bytesOf(JSON.stringify(own)), own, members);
  items.built({ ...members.values, tags: [name], payload: own });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal('invalid_message', 'the body is not JSON');
  }
}
