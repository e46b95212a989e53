import { problem, type Problem } from '@redoubt/contracts';
import { PROBLEM_KINDS, type ProblemCode } from './problem-kinds.ts';

/** A value that is not as it should be: where, and what is wrong. */
export interface FieldError {
  path: string;
  message: string;
  /** Of a text. */
  line?: number;
  code?: string;
}

export interface RefusalExtra {
  /** Whole seconds for Retry-After. */
  retryAfterS?: number;
  errors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
  /** Worth an entry in the audit log although nobody was recognised. */
  isSuspect?: boolean;
}

/** Ends a request with a problem answer (RFC 9457). */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly extra: RefusalExtra;

  constructor(code: ProblemCode, detail?: string, extra: RefusalExtra = {}) {
    super(detail ?? PROBLEM_KINDS[code].title, { cause: extra.cause });
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }

  get status(): number {
    return PROBLEM_KINDS[this.code].status;
  }

  get headers(): Readonly<Record<string, string>> {
    const { retryAfterS, headers } = this.extra;
    return { ...headers, ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }) };
  }

  toProblem(requestId?: string): Problem {
    const { errors } = this.extra;
    const extra = { ...(errors === undefined ? {} : { errors }), ...(requestId === undefined ? {} : { requestId }) };
    return problem(this.status, this.code, PROBLEM_KINDS[this.code].title, this.detail, extra);
  }
}
