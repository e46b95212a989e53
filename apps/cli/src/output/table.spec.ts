import { createStyle } from './style.ts';
import { renderTable } from './table.ts';

const plain = { style: createStyle(false), width: undefined };
const columns = [{ name: 'name' }, { name: 'count', align: 'right' as const }, { name: 'message', isFlexible: true }];
const long = 'x'.repeat(100);

describe('tables', () => {
  it('stand in columns two spaces apart, without space at the line ends', () => {
    const rows = [
      ['a', '1', 'first'],
      ['longer', '1,000', ''],
    ];
    expect(renderTable(columns, rows, plain).split('\n')).toEqual([
      'NAME    COUNT  MESSAGE',
      'a           1  first',
      'longer  1,000',
    ]);
  });

  it('cut one column to the width of the terminal, and nothing where there is none', () => {
    const cut = renderTable(columns, [['a', '1', long]], { ...plain, width: 60 }).split('\n');
    expect(cut[1]).toHaveLength(60);
    expect(cut[1]).toMatch(/x…$/);
    expect(renderTable(columns, [['a', '1', long]], plain)).toContain(long);
  });

  it('measure text without its colours', () => {
    const style = createStyle(true);
    const text = renderTable(columns, [['a', '1', style.bad('short')]], { style, width: 60 });
    expect(text).toContain(style.bad('short'));
  });

  it('keep their head when there are no rows', () => {
    expect(renderTable(columns, [], plain)).toBe('NAME  COUNT  MESSAGE');
  });
});
