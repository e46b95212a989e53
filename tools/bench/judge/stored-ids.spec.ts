import { idText } from '../load/event-ids.ts';
import { SentIds } from './stored-ids.ts';

const TAG = 'ba00';
const NONE = new Uint32Array();
/** Organisation 0 had 0, 1, 2 accepted, organisation 1 had 3 and 4. */
const ACCEPTED = Uint32Array.from([0, 0, 3, 1, 3, 2]);

function verdictOf(rows: [number, string][], unanswered = NONE) {
  const ids = new SentIds({ tag: TAG, accepted: ACCEPTED, unanswered });
  for (const [orgIndex, id] of rows) ids.found(orgIndex, id);
  return ids.verdict();
}

const all: [number, string][] = [0, 1, 2, 3, 4].map((number) => [number < 3 ? 0 : 1, idText(TAG, number)]);

describe('judging by ids', () => {
  it('finds nothing wrong where everything is there once', () => {
    expect(verdictOf(all)).toEqual({ rows: 5, lost: 0, duplicated: 0, phantom: 0, unanswered: 0 });
  });

  it('counts what is missing and what is there twice apart', () => {
    const rows = [...all.slice(1), all[2] as [number, string]];
    expect(verdictOf(rows)).toMatchObject({ rows: 5, lost: 1, duplicated: 1, phantom: 0 });
  });

  it('takes a row of another organisation, an unknown number or a foreign id for a phantom', () => {
    const rows: [number, string][] = [...all, [1, idText(TAG, 0)], [0, idText(TAG, 99)], [0, 'demo-1']];
    expect(verdictOf(rows)).toMatchObject({ lost: 0, duplicated: 0, phantom: 3 });
  });

  it('lets events without an answer be stored or not', () => {
    const unanswered = Uint32Array.from([0, 5, 2]);
    const rows: [number, string][] = [...all, [0, idText(TAG, 5)]];
    expect(verdictOf(rows, unanswered)).toEqual({ rows: 6, lost: 0, duplicated: 0, phantom: 0, unanswered: 1 });
  });
});
