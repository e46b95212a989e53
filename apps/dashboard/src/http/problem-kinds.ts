/** Every problem the dashboard answers with, by its `code`; the API document is generated from this table. */
export const PROBLEM_KINDS = {
  malformed_request: { status: 400, title: 'The request is not valid HTTP' },
  invalid_parameter: { status: 400, title: 'A parameter has no valid value' },
  invalid_json: { status: 400, title: 'The body is not JSON' },
  invalid_body: { status: 400, title: 'The body is not as it should be' },
  unauthenticated: { status: 401, title: 'No valid credential' },
  forbidden: { status: 403, title: 'The credential does not allow this' },
  not_found: { status: 404, title: 'No such resource' },
  method_not_allowed: { status: 405, title: 'The resource has no such method' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  refused: { status: 422, title: 'The request makes no sense as things are' },
  rate_limited: { status: 429, title: 'The user, key or address asks too often' },
  too_many_exports: { status: 429, title: 'As many exports are running as may run' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  internal: { status: 500, title: 'The request failed inside the dashboard' },
  acl_manager_unavailable: { status: 503, title: 'The service that looks after Redis users does not answer' },
  overloaded: { status: 503, title: 'Too much is waiting to be done' },
  unavailable: { status: 503, title: 'The store cannot be reached, or took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;
