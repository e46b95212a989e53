import { ApiError, apiErrorOf, textOf } from './api-error.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

test('reads a problem', async () => {
  const errors = [{ path: 'limit', message: 'is too large' }];
  const problem = { status: 400, code: 'invalid_parameter', detail: 'limit', requestId: 'r-1', errors };
  const error = await apiErrorOf(answer(400, problem));
  expect(error).toMatchObject({ status: 400, code: 'invalid_parameter', requestId: 'r-1', fields: errors });
  expect(error.isPassing).toBe(false);
});

test('says how long to wait', async () => {
  const error = await apiErrorOf(answer(429, { code: 'rate_limited' }, { 'retry-after': '7' }));
  expect(error).toMatchObject({ retryAfterS: 7, isPassing: true });
  expect(textOf(error)).toContain('7 s');
});

test('makes something of what is no problem', async () => {
  expect(await apiErrorOf(answer(502, '<html>'))).toMatchObject({ status: 502, code: 'unavailable', isPassing: true });
  expect(await apiErrorOf(answer(401, ''))).toMatchObject({ code: 'unauthenticated' });
});

test('has words for everything, and shows no insides', () => {
  expect(textOf(new TypeError('x is undefined'))).not.toContain('undefined');
  expect(textOf(new ApiError(422, 'refused', { detail: 'the rule is in use' }))).toContain('the rule is in use');
  expect(textOf(new ApiError(400, 'a_code_to_come'))).not.toBe('');
});
