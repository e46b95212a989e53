import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';
import { budgetReport, type BundleChunk } from './budget-report.ts';

/** Fails the build when the first load or a page weighs more than it may. */
export function bundleBudget(): Plugin {
  return {
    name: 'redoubt-bundle-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const report = budgetReport(chunksOf(bundle));
      for (const line of report.lines) this.info(line);
      if (report.excesses.length > 0) this.error(report.excesses.join('\n'));
    },
  };
}

function chunksOf(bundle: Rolldown.OutputBundle): BundleChunk[] {
  const files = Object.values(bundle);
  const sizeOf = (name: string): number => {
    const file = bundle[name];
    if (file === undefined) return 0;
    return gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length;
  };
  return files
    .filter((file) => file.type === 'chunk')
    .map((chunk) => ({
      fileName: chunk.fileName,
      sourceFile: chunk.facadeModuleId ?? undefined,
      isEntry: chunk.isEntry,
      imports: chunk.imports,
      sizeBytes: sizeOf(chunk.fileName),
      styles: [...stylesOf(chunk)].map((fileName) => ({ fileName, sizeBytes: sizeOf(fileName) })),
    }));
}

function stylesOf(chunk: Rolldown.OutputChunk): ReadonlySet<string> {
  const { viteMetadata } = chunk as { viteMetadata?: { importedCss?: ReadonlySet<string> } };
  return viteMetadata?.importedCss ?? new Set();
}
