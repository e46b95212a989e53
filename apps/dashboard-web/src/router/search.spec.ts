import { flagField, numberField, searchOf, textField, wordField, wordsField } from './search-fields.ts';
import { readSearch, writeSearch } from './search-text.ts';

const STATUSES = ['firing', 'acknowledged', 'closed'] as const;

test('addresses are readable, and come back as they went', () => {
  const search = {
    status: ['firing', 'closed'],
    q: 'a b&c',
    fromMs: 1_700_000_000_000,
    isHidden: false,
    none: undefined,
  };
  const text = writeSearch(search);
  expect(text).toBe('?status=firing,closed&q=a+b%26c&fromMs=1700000000000&isHidden=false');
  const raw = readSearch(text);
  expect({
    status: wordsField(raw.status, STATUSES),
    q: textField(raw.q),
    fromMs: numberField(raw.fromMs),
    isHidden: flagField(raw.isHidden),
  }).toEqual({ status: ['firing', 'closed'], q: 'a b&c', fromMs: 1_700_000_000_000, isHidden: false });
  expect(writeSearch({})).toBe('');
});

test('what does not fit is as if it were not there', () => {
  expect(wordsField('firing,nonsense,firing', STATUSES)).toEqual(['firing']);
  expect(wordsField(['closed', 3], STATUSES)).toEqual(['closed']);
  expect(wordsField('', STATUSES)).toBeUndefined();
  expect(wordField('nonsense', STATUSES)).toBeUndefined();
  expect(numberField('-1')).toBeUndefined();
  expect(numberField('1e3')).toBeUndefined();
  expect(numberField(1.5)).toBeUndefined();
  expect(textField('x'.repeat(257))).toBeUndefined();
  expect(flagField('yes')).toBeUndefined();
  expect(searchOf({ a: 1, b: undefined })).toEqual({ a: 1 });
});
