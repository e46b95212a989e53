import { columnsFor } from './column.ts';
import { cursorIndex, stepped } from './cursor.ts';
import { selectionState, toggled } from './selection.ts';

const ids = ['a', 'b', 'c', 'd'];

test('selects one, and all between two', () => {
  const one = toggled(new Set(), ids, { id: 'b' });
  expect([...one]).toEqual(['b']);
  expect([...toggled(one, ids, { id: 'd', anchor: 'b' })]).toEqual(['b', 'c', 'd']);
  expect([...toggled(new Set(ids), ids, { id: 'a', anchor: 'c' })]).toEqual(['d']);
  expect([...toggled(one, ids, { id: 'a', anchor: 'gone' })].sort()).toEqual(['a', 'b']);
});

test('tells none, some and all', () => {
  expect(selectionState(new Set(['x']), ids)).toBe(false);
  expect(selectionState(new Set(['a']), ids)).toBe('mixed');
  expect(selectionState(new Set(ids), ids)).toBe(true);
  expect(selectionState(new Set(), [])).toBe(false);
});

test('the cursor stays with its row, else at its place', () => {
  expect(cursorIndex(['new', ...ids], 'b', 1)).toBe(2);
  expect(cursorIndex(ids, 'gone', 2)).toBe(2);
  expect(cursorIndex(ids, 'gone', 9)).toBe(3);
  expect(cursorIndex(ids, undefined, 0)).toBe(-1);
  expect(cursorIndex([], 'a', 0)).toBe(-1);
});

test('steps stay within the list', () => {
  expect(stepped(-1, 1, 4)).toBe(0);
  expect(stepped(-1, -1, 4)).toBe(3);
  expect(stepped(3, 1, 4)).toBe(3);
  expect(stepped(0, -10, 4)).toBe(0);
  expect(stepped(0, 1, 0)).toBe(-1);
});

test('columns give way in narrow tables', () => {
  const columns = [
    { id: 'a', title: 'A', width: '1fr', cell: () => null },
    { id: 'b', title: 'B', width: '1fr', cell: () => null, minTableWidth: 900 },
  ];
  expect(columnsFor(columns, 600).map(({ id }) => id)).toEqual(['a']);
  expect(columnsFor(columns, 900)).toHaveLength(2);
});
