import { makeAlert, makeIncident } from '../testing/make-cases.ts';
import { newOrgId } from '@redoubt/contracts';
import { recordEntryFields } from '@redoubt/stream';
import { inEmits, readFeedEntry, type FeedRecord } from './feed-record.ts';

const orgId = newOrgId();

function fieldsOf(...records: unknown[]): Buffer[] {
  const lines = records.map((record) => Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)));
  return recordEntryFields(lines, 1).map((field) => (Buffer.isBuffer(field) ? field : Buffer.from(String(field))));
}

it('gives what changed, with its place in the stream', () => {
  const [alert, incident] = [makeAlert(orgId), makeIncident(orgId)];
  const person = { actor: 'user:1', note: 'not for the feed' };
  const fields = fieldsOf(
    { type: 'alert', change: 'closed', alert, ...person },
    { type: 'incident', change: 'grew', incident },
  );
  const { records, unreadable } = readFeedEntry(orgId, '7-1', fields);
  expect(unreadable).toBe(0);
  expect(records.map(({ event, item }) => [event, item])).toEqual([
    ['alerts', { ...alert, streamId: '7-1-0', change: 'closed', actor: 'user:1' }],
    ['incidents', { ...incident, streamId: '7-1-1', change: 'grew' }],
  ]);
});

it.each([
  ['no JSON', 'x'],
  ['no object', '1'],
  ['null', 'null'],
  ['another kind', { type: 'score', change: 'opened', alert: makeAlert(orgId) }],
  ['another organisation', { type: 'alert', change: 'opened', alert: makeAlert(newOrgId()) }],
  ['one thing named as another', { type: 'incident', change: 'opened', alert: makeAlert(orgId) }],
  ['no change', { type: 'alert', alert: makeAlert(orgId) }],
])('gives nothing for %s', (_, line) => {
  const good = { type: 'alert', change: 'opened', alert: makeAlert(orgId) };
  const { records, unreadable } = readFeedEntry(orgId, '7-1', fieldsOf(line, good));
  expect(unreadable).toBe(1);
  expect(records.map(({ item }) => item.streamId)).toEqual(['7-1-1']);
});

it('sends lists of one kind and bounded length, in order', () => {
  const records = [...'aaabbaaaa'].map((kind, index): FeedRecord => ({
    position: { entryId: '1-0', index },
    event: kind === 'a' ? 'alerts' : 'incidents',
    item: { ...makeAlert(orgId), streamId: `${index}`, change: 'opened' },
  }));
  const lists = [...inEmits(records, 3)].map((list) => list.map(({ item }) => item.streamId).join(''));
  expect(lists).toEqual(['012', '34', '567', '8']);
  expect([...inEmits([], 3)]).toEqual([]);
});
