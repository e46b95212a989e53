import { problem, type Problem } from '@redoubt/contracts';
import type { KeyRefusal } from '@redoubt/tenancy';
import type { ItemError } from '../items/item-error.ts';

interface ProblemKind {
  status: number;
  title: string;
}

/** Every problem the gateway answers with, by its `code`; the API document is generated from this table. */
export const PROBLEM_KINDS = {
  malformed_request: { status: 400, title: 'The request is not valid HTTP' },
  empty_body: { status: 400, title: 'The body is empty' },
  empty_batch: { status: 400, title: 'The body holds no event' },
  no_event_accepted: { status: 400, title: 'No event of the body was accepted' },
  invalid_json: { status: 400, title: 'The body is neither a JSON object nor an array' },
  invalid_bulk: { status: 400, title: 'The bulk body has a line that is no action, or an action without its document' },
  invalid_message: { status: 400, title: 'The body is not a message of its protocol' },
  invalid_signature: { status: 401, title: 'The signature of the webhook does not match its body' },
  invalid_compression: { status: 400, title: 'The body cannot be decompressed' },
  invalid_parameter: { status: 400, title: 'A query parameter has no valid value' },
  invalid_idempotency_key: { status: 400, title: 'The Idempotency-Key is not 1 to 255 visible ASCII characters' },
  unauthenticated: { status: 401, title: 'No valid API key' },
  forbidden: { status: 403, title: 'The API key may not send events' },
  not_found: { status: 404, title: 'No such resource' },
  method_not_allowed: { status: 405, title: 'The resource has no such method' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  body_too_large: { status: 413, title: 'The body is too large' },
  decoded_too_large: { status: 413, title: 'The decompressed body is too large' },
  event_too_large: { status: 413, title: 'The event is too large' },
  too_many_events: { status: 413, title: 'The body holds too many events' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  unsupported_encoding: { status: 415, title: 'The content encoding is not supported' },
  idempotency_conflict: { status: 422, title: 'The Idempotency-Key was used with another body' },
  quota_exceeded: { status: 429, title: 'The quota of the organisation is used up' },
  shed: { status: 429, title: 'Memory is short and events of this severity are not taken now' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  internal: { status: 500, title: 'The request failed inside the gateway' },
  overloaded: { status: 503, title: 'The gateway has as many bodies in hand as it can hold' },
  out_of_memory: { status: 503, title: 'The store is out of memory' },
  not_replicated: { status: 503, title: 'The store did not confirm the events on a replica' },
  unavailable: { status: 503, title: 'The store cannot be reached' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;

export interface RefusalExtra {
  /** Whole seconds for Retry-After. */
  retryAfterS?: number;
  /** Events that are stored although the request as a whole failed. */
  accepted?: number;
  refused?: number;
  errors?: readonly ItemError[];
  errorsTruncated?: boolean;
  headers?: Readonly<Record<string, string>>;
  /** What is wrong with the key, for protocols that tell it apart. */
  keyRefusal?: KeyRefusal;
}

/** Ends a request with a problem answer (RFC 9457). */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly extra: RefusalExtra;

  constructor(code: ProblemCode, detail?: string, extra: RefusalExtra = {}) {
    super(detail ?? PROBLEM_KINDS[code].title);
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }

  get status(): number {
    return PROBLEM_KINDS[this.code].status;
  }

  /** The same refusal with more to say. */
  with(extra: RefusalExtra): Refusal {
    return new Refusal(this.code, this.detail, { ...this.extra, ...extra });
  }

  toProblem(): Problem {
    const { accepted, refused, errors, errorsTruncated } = this.extra;
    const members = Object.entries({ accepted, refused, errors, errorsTruncated });
    const extra = Object.fromEntries(members.filter(([, value]) => value !== undefined));
    return problem(this.status, this.code, PROBLEM_KINDS[this.code].title, this.detail, extra);
  }
}
