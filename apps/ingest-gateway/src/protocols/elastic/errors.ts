import { refusalHeaders, type Reply } from '../../http/protocol.ts';
import type { ProblemCode, Refusal } from '../../http/refusal.ts';
import { elasticReply } from './reply.ts';

interface ErrorBody {
  error: { root_cause: { type: string; reason: string }[]; type: string; reason: string };
  status: number;
}

const TYPES: Partial<Record<ProblemCode, string>> = {
  unauthenticated: 'security_exception',
  forbidden: 'security_exception',
  empty_body: 'parse_exception',
  empty_batch: 'parse_exception',
  not_found: 'resource_not_found_exception',
  internal: 'exception',
  unavailable: 'cluster_block_exception',
};

/** The body of an error as Elasticsearch has it. */
export function errorBody(refusal: Refusal): ErrorBody {
  const { status } = refusal;
  const isBusy = status === 429 || status === 503;
  const type = isBusy && status === 429 ? REJECTED : (TYPES[refusal.code] ?? (isBusy ? REJECTED : ILLEGAL));
  const reason = `${refusal.code}: ${refusal.message}`;
  return { error: { root_cause: [{ type, reason }], type, reason }, status };
}

const REJECTED = 'es_rejected_execution_exception';
const ILLEGAL = 'illegal_argument_exception';

/** Puts a refusal into Elasticsearch's words. */
export function errorReply(refusal: Refusal, accept: string | undefined): Reply {
  const challenge = refusal.code === 'unauthenticated' ? CHALLENGE : {};
  const headers = { ...refusalHeaders(refusal), ...challenge };
  return elasticReply(refusal.status, JSON.stringify(errorBody(refusal)), accept, headers);
}

const CHALLENGE = { 'www-authenticate': 'ApiKey, Basic realm="redoubt" charset="UTF-8"' };
