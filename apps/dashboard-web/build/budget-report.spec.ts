import { budgetReport, FIRST_LOAD_MAX_BYTES, PAGE_MAX_BYTES, type BundleChunk } from './budget-report.ts';

const chunk = (given: Partial<BundleChunk> & { fileName: string }): BundleChunk => ({
  ...{ isEntry: false, imports: [], sizeBytes: 1_024, styles: [] },
  ...given,
});

const page = (name: string): string => `/any/src/pages/${name}/${name}-page.tsx`;

test('counts what is shared once, and a page without what the first load brought', () => {
  const { lines, excesses } = budgetReport([
    chunk({
      fileName: 'main.js',
      isEntry: true,
      imports: ['shared.js'],
      styles: [{ fileName: 'a.css', sizeBytes: 512 }],
    }),
    chunk({ fileName: 'shared.js', imports: ['main.js'] }),
    chunk({ fileName: 'alerts.js', sourceFile: page('alerts'), imports: ['shared.js', 'table.js'] }),
    chunk({ fileName: 'table.js', sizeBytes: 2_048 }),
  ]);
  expect(lines).toEqual(['first load: 2.5 kB gzip of 180.0 kB', 'alerts-page: 3.0 kB gzip of 60.0 kB']);
  expect(excesses).toEqual([]);
});

test('names what is too heavy', () => {
  const { excesses } = budgetReport([
    chunk({ fileName: 'main.js', isEntry: true, sizeBytes: FIRST_LOAD_MAX_BYTES + 1 }),
    chunk({ fileName: 'rules.js', sourceFile: page('rules'), sizeBytes: PAGE_MAX_BYTES + 1 }),
    chunk({ fileName: 'live.js', sourceFile: page('live'), sizeBytes: PAGE_MAX_BYTES }),
  ]);
  expect(excesses.map((line) => line.split(': ')[1])).toEqual(['first load', 'rules-page']);
});
