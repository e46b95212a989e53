import { changeOf, draftOf, EMPTY_SINK, isSinkComplete, sinkOf, type ShownSink } from './sink-draft.ts';

const shown = {
  ...{
    sinkId: 'x',
    name: 'search',
    type: 'elasticsearch',
    mapping: 'ecs',
    startAt: 'now',
    onFull: 'block',
    hasSecret: true,
  },
  config: { url: 'https://es.example', index: 'redoubt', isTlsVerified: true },
  filter: { streams: ['events'], minSeverity: 'low', query: 'user:root' },
} as unknown as ShownSink;

test('a new sink says what its kind is asked for', () => {
  const draft = {
    ...EMPTY_SINK,
    name: ' logs ',
    values: { host: 'logs.example', port: '6514', token: 'not of this kind' },
  };
  expect(isSinkComplete(draft, true)).toBe(true);
  expect(sinkOf(draft)).toEqual({
    ...{ type: 'syslog', name: 'logs', host: 'logs.example', port: 6514, mapping: 'ecs', startAt: 'now' },
    onFull: 'detach',
    filter: { streams: ['events'], minSeverity: 'informational' },
  });
  expect(isSinkComplete({ ...draft, values: { host: 'x' } }, true)).toBe(false);
  expect(isSinkComplete({ ...draft, streams: [] }, true)).toBe(false);
});

test('a change names what differs, and secrets that were given again', () => {
  const draft = draftOf(shown);
  expect(changeOf(draft, shown)).not.toHaveProperty('settings');
  const moved = { ...draft, values: { ...draft.values, index: 'other', apiKey: 'S' }, query: '' };
  expect(changeOf(moved, shown)).toEqual({
    ...{ name: 'search', mapping: 'ecs', onFull: 'block', filter: { streams: ['events'], minSeverity: 'low' } },
    settings: { index: 'other', apiKey: 'S' },
  });
  expect(isSinkComplete({ ...draft, type: 'splunk_hec', values: { url: 'https://x' } }, false)).toBe(true);
});
