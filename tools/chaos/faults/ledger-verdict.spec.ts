import { judgeLedger } from './ledger-verdict.ts';

test.each([
  [
    { accepted: 100, unexplained: 0 },
    { accepted: 100, unanswered: 0 },
    { unexplained: 0, disagreeing: 0 },
  ],
  [
    { accepted: 103, unexplained: 2 },
    { accepted: 100, unanswered: 3 },
    { unexplained: 0, disagreeing: 0 },
  ],
  [
    { accepted: 110, unexplained: 5 },
    { accepted: 100, unanswered: 3 },
    { unexplained: 2, disagreeing: 7 },
  ],
  [
    { accepted: 90, unexplained: 0 },
    { accepted: 100, unanswered: 0 },
    { unexplained: 0, disagreeing: 10 },
  ],
])('a ledger of %j beside %j', (balance, outside, verdict) => {
  expect(judgeLedger(balance, outside)).toEqual(verdict);
});
