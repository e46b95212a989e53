import { problem } from './problem.ts';

describe('problem', () => {
  it('has the members of RFC 9457 and the code as the last part of its type', () => {
    expect(problem(413, 'body_too_large', 'Body too large', 'at most 1 MiB')).toEqual({
      type: 'https://redoubt.dev/problems/body_too_large',
      title: 'Body too large',
      status: 413,
      code: 'body_too_large',
      detail: 'at most 1 MiB',
    });
  });

  it('leaves an absent detail out and adds extension members', () => {
    const built = problem(400, 'no_valid_event', 'No valid event', undefined, { errors: [{ index: 0 }] });
    expect(built).not.toHaveProperty('detail');
    expect(built.errors).toEqual([{ index: 0 }]);
  });

  it('lets no extension member replace a standard one', () => {
    expect(problem(400, 'bad', 'Bad', 'detail', { status: 200, code: 'fine', detail: 'other' })).toMatchObject({
      status: 400,
      code: 'bad',
      detail: 'detail',
    });
  });
});
