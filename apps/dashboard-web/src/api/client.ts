import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, apiErrorOf } from './api-error.ts';
import { csrfToken } from './csrf-token.ts';
import type { paths } from './schema.d.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Adds what the server asks of changes made with a cookie, and turns every answer that is no success into an `ApiError`. */
const middleware: Middleware = {
  onRequest: ({ request }) => {
    const token = csrfToken.current;
    if (token !== null && !safeMethods.has(request.method)) request.headers.set('x-csrf-token', token);
    return request;
  },
  onResponse: async ({ response }) => {
    if (!response.ok) throw await apiErrorOf(response);
  },
  onError: ({ error }) => (isAbort(error) ? undefined : new ApiError(0, 'network')),
};

/** The API by its document: `api.GET('/api/v1/alerts', { params: { query } })`. Wrap calls in `answerOf`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  // Lists are one parameter with commas.
  querySerializer: { array: { style: 'form', explode: false } },
});
api.use(middleware);

/**
 * The body of a success.
 *
 * @throws ApiError
 */
export async function answerOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  // Everything else has been thrown on the way.
  return (await call).data as T;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
