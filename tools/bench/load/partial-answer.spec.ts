import { refusedIn } from './partial-answer.ts';

const ERRORS = [
  { index: 1, code: 'shed', detail: 'memory is short' },
  { index: 4, code: 'invalid', detail: 'no' },
];
const answer = (other: object = {}): string => JSON.stringify({ accepted: 8, refused: 2, errors: ERRORS, ...other });

it('tells which events of a request were refused, and why', () => {
  expect(refusedIn(answer(), 10)).toEqual([
    { index: 1, code: 'shed' },
    { index: 4, code: 'invalid' },
  ]);
});

it.each([
  answer({ errors: ERRORS.slice(1) }),
  answer({ accepted: 7 }),
  answer({ errors: undefined }),
  '{"accepted":8',
  '',
])('tells nothing of an answer that does not tell of each event: %p', (body) =>
  expect(refusedIn(body, 10)).toBeUndefined(),
);
