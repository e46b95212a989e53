import { credentialOf } from '../../http/credential.ts';
import { authenticated, throwFailure } from '../../http/protocol.ts';
import type { Call, Endpoint, Protocol, ProtocolDeps, Reply } from '../../http/protocol.ts';
import { Refusal } from '../../http/refusal.ts';
import { planOf } from '../../http/request-plan.ts';
import { noneAccepted } from '../events/result.ts';
import { bulkItems } from './bulk-items.ts';
import { BulkResults, isReducedFilter } from './bulk-results.ts';
import { errorReply } from './errors.ts';
import { handshakeAnswer } from './handshake.ts';
import { elasticReply } from './reply.ts';

export interface ElasticOptions {
  /** The version that senders are told; Beats refuse one older than themselves. */
  version: string;
}

const BULK = /^(?:\/([^/_][^/]{0,254}))?\/_bulk$/;
const HANDSHAKE =
  /^\/(?:_license|_xpack|_cluster\/health|_nodes(?:\/.*)?|_cat\/.+|_(?:index_template|component_template|template|ilm\/policy|ingest\/pipeline|data_stream|alias)(?:\/.*)?)?$/;
const MEDIA_TYPE = /^application\/(?:x-ndjson|json|vnd\.elasticsearch\+(?:x-nd)?json)\s*(?:;|$)/i;
const ANY_METHOD = ['GET', 'HEAD', 'PUT', 'POST'];

/** The part of Elasticsearch that shippers need to send: bulk, and what they ask for when they start. */
export function createElastic(deps: ProtocolDeps, options: ElasticOptions): Protocol {
  const refuse = (refusal: Refusal, { request }: Call): Reply => errorReply(refusal, request.headers.accept);
  const bulk: Endpoint = {
    format: 'elastic',
    methods: ['POST', 'PUT'],
    serve: (call) => serveBulk(deps, call),
    refuse,
  };
  const handshake: Endpoint = {
    methods: ANY_METHOD,
    serve: async (call) => {
      const { request, path } = call;
      await authenticated(deps, credentialOf(request.headers.authorization));
      const answer = handshakeAnswer(request.method ?? 'GET', path, options.version);
      if (answer === undefined) throw new Refusal('not_found');
      return elasticReply(200, JSON.stringify(answer), request.headers.accept);
    },
    refuse,
  };
  return {
    endpointOf: (path) => (BULK.test(path) ? bulk : HANDSHAKE.test(path) ? handshake : undefined),
  };
}

async function serveBulk(deps: ProtocolDeps, { request, path, query, onHeadAccepted }: Call): Promise<Reply> {
  const startedAtMs = deps.clock.monotonicMs();
  const principal = await authenticated(deps, credentialOf(request.headers.authorization));
  const contentType = request.headers['content-type'] ?? '';
  if (!MEDIA_TYPE.test(contentType)) {
    throw new Refusal('unsupported_media_type', `Content-Type header [${contentType}] is not supported`);
  }
  const index = indexIn(path);
  let results = new BulkResults();
  const plan = planOf(request, deps.limits, {
    format: 'elastic',
    meaning: `elastic ${index ?? ''}`,
    isWhole: false,
    // Once more when the body is read again.
    open: (parts) => bulkItems(parts, (results = new BulkResults()), index),
  });
  const received = await deps.ingest.receive(request, plan, principal, onHeadAccepted);
  const { failure, accepted, batch, settledItems, bodyBytes, batchId } = received;
  // Items that were never read cannot be answered one by one.
  if (accepted === 0 || !received.isFullyRead) throwFailure(deps, received);
  if (batch.seen === 0) throw noneAccepted(batch, bodyBytes);
  const filterPath = query.get('filter_path') ?? undefined;
  const tookMs = Math.round(deps.clock.monotonicMs() - startedAtMs);
  const isReduced = isReducedFilter(filterPath);
  const body = results.answer(settledItems, failure, { tookMs, batchId, filterPath, isReduced });
  return elasticReply(200, body, request.headers.accept);
}

function indexIn(path: string): string | undefined {
  const index = BULK.exec(path)?.[1];
  if (index === undefined) return undefined;
  try {
    return decodeURIComponent(index);
  } catch {
    throw new Refusal('invalid_parameter', 'the index of the path cannot be decoded');
  }
}
