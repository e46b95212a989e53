import { openAlertsPage } from '../page/alerts-page.ts';
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
export async function watchBrowser(platform: Platform, org: BenchOrg): Promise<AlertWatch> {
  const sightings = new Sightings();
  const { page, close } = await openAlertsPage(platform, org, async (page) => {
    await page.exposeFunction('tellSeen', (asset: string, atMs: number) => sightings.see(asset, atMs));
  });
  await page.evaluate('window.seenAssets = new Set()');
  await page.evaluate(WATCH);
  return { seenAtMs: (asset) => sightings.seenAtMs(asset), close };
}
