import { problemText } from '../messages/problems.ts';

export interface FieldProblem {
  path: string;
  message: string;
}

/** An answer that is no success (RFC 9457), or no answer at all: `code` is then `network`, `status` 0. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(
    status: number,
    code: string,
    facts: { detail?: string; fields?: readonly FieldProblem[]; requestId?: string; retryAfterS?: number } = {},
  ) {
    super(problemText(code, facts));
    this.status = status;
    this.code = code;
    this.detail = facts.detail;
    this.fields = facts.fields ?? [];
    this.requestId = facts.requestId;
    this.retryAfterS = facts.retryAfterS;
  }

  /** Whether asking again may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** What to tell a person about anything that was thrown. */
export function textOf(error: unknown): string {
  return error instanceof ApiError ? error.message : problemText('internal', {});
}

/** Reads a problem answer; proxies on the way may have sent something else. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string | undefined => {
    const value = problem[name];
    return typeof value === 'string' ? value : undefined;
  };
  const retryAfterS = Number(response.headers.get('retry-after'));
  const [detail, requestId] = [text('detail'), text('requestId') ?? response.headers.get('x-request-id')];
  return new ApiError(response.status, text('code') ?? codeOf(response.status), {
    ...(detail === undefined ? {} : { detail }),
    ...(requestId ? { requestId } : {}),
    ...(retryAfterS > 0 ? { retryAfterS } : {}),
    ...(Array.isArray(problem.errors) ? { fields: problem.errors as FieldProblem[] } : {}),
  });
}

function codeOf(status: number): string {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  return status >= 500 ? 'unavailable' : 'refused';
}
