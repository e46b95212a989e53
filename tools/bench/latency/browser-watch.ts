import { chromium } from 'playwright-core';
import { ensureDemoPeople } from '../../dev/demo-people.ts';
import type { BenchOrg, Platform } from '../platform.ts';
import { Sightings, type AlertWatch } from './alert-watch.ts';

/** Runs in the page: tells when the name of a probe's asset first stands in the document, after the frame it came in. */
const WATCH = `new MutationObserver(() => {
  const found = document.body.innerText.match(/\\b(?:first|empty|loaded)-\\d+\\b/g) ?? [];
  for (const asset of new Set(found)) if (!window.seenAssets.has(asset)) {
    window.seenAssets.add(asset);
    requestAnimationFrame(() => window.tellSeen(asset, performance.timeOrigin + performance.now()));
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true });`;

/** Has the list of alerts open in Chromium, as a person would. */
export async function watchBrowser({ stack, control }: Platform, { organization }: BenchOrg): Promise<AlertWatch> {
  const login = await ensureDemoPeople(control, organization.id);
  const executablePath = process.env.REDOUBT_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const sightings = new Sightings();
  const context = await browser.newContext({ baseURL: stack.dashboardUrl, viewport: { width: 1440, height: 900 } });
  const answer = await context.request.post('/api/v1/auth/login', { data: login });
  if (!answer.ok()) throw new Error(`signing in failed: ${answer.status()} ${await answer.text()}`);
  const page = await context.newPage();
  await page.exposeFunction('tellSeen', (asset: string, atMs: number) => sightings.see(asset, atMs));
  await page.goto('/alerts?range=all');
  await page.getByRole('grid').waitFor();
  await page.evaluate('window.seenAssets = new Set()');
  await page.evaluate(WATCH);
  return { seenAtMs: (asset) => sightings.seenAtMs(asset), close: () => browser.close() };
}
