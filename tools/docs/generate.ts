import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { renderKeyReference } from '@redoubt/key-schema';
import { format, resolveConfig } from 'prettier';
import { renderApiDocument, renderApiTypes } from './api-pages.ts';
import { renderAclRolesPage } from './acl-roles-page.ts';
import { renderCliPage } from './cli-page.ts';
import { renderEventViewsPage } from './event-views-page.ts';
import { renderEventsPage } from './events-page.ts';
import { renderLogSourcesPage } from './log-sources-page.ts';
import { renderMetricsPage } from './metrics-page.ts';
import { renderPerformancePage } from './performance-page.ts';
import { renderReliabilityPage } from './reliability-page.ts';
import { renderShipped } from '../ship/render-shipped.ts';

const root = resolve(import.meta.dirname, '../..');

/** Files that are made from the code, by path. */
const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/keys.md': renderKeyReference,
  'docs/reference/events.md': renderEventsPage,
  'docs/reference/event-views.md': renderEventViewsPage,
  'docs/reference/log-sources.md': renderLogSourcesPage,
  'docs/reference/metrics.md': () => renderMetricsPage(root),
  'docs/reference/acl-roles.md': renderAclRolesPage,
  'docs/reference/performance.md': () => renderPerformancePage(root),
  'docs/reference/reliability.md': () => renderReliabilityPage(root),
  'docs/reference/cli.md': () => renderCliPage(root),
  'docs/reference/openapi.json': () => renderApiDocument(root),
  'apps/dashboard-web/src/api/schema.d.ts': () => renderApiTypes(root),
};

/**
 * Writes the reference pages. With `--check` it writes nothing, names the pages that are not what the code says and
 * ends with 1.
 */
async function main(isCheck: boolean): Promise<void> {
  const stale: string[] = [];
  const shipped = Object.entries(await renderShipped(root)).map(([path, made]) => [path, () => made] as const);
  for (const [path, render] of [...shipped, ...Object.entries(pages)]) {
    const file = join(root, path);
    const text = await format(await render(), { ...(await resolveConfig(file)), filepath: file });
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(path);
    if (isCheck) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const what = isCheck ? 'stale, run npm run docs' : 'written';
  for (const path of stale) console.log(`${path}: ${what}`);
  if (isCheck && stale.length > 0) process.exitCode = 1;
}

await main(process.argv.includes('--check'));
