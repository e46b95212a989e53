import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { waitFor } from '@redoubt/test-kit';
import type { Page } from 'playwright-core';
import { accessibilityTroubles, type Tab, type View } from './page/browser.ts';
import { openPageStage, type PageStage } from './page/page-stage.ts';

jest.setTimeout(240_000);

let stage: PageStage;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  stage = await openPageStage({ events: 0 });
  tab = await stage.signedIn();
  page = tab.page;
});
afterAll(() => stage.close());

const scored = (one: Page) => one.getByRole('img', { name: /^Security score: \d+ of 100$/ });
const runOf = async (one: Page) => Number(/\d+/.exec(await one.getByText(/^Run \d+$/).innerText())?.[0]);

interface Signed {
  report: { reportId: string };
  integrity: { hash: string };
}

/** Has every check measured, and waits until that shows. */
async function runNow(): Promise<void> {
  const before = await runOf(page);
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByText('Every check was measured anew').last().waitFor({ timeout: 60_000 });
  await waitFor(async () => (await runOf(page)) > before, { timeoutMs: 30_000 });
}

it('shows the score of a framework and how it came about, and measures anew when asked', async () => {
  await page.getByRole('link', { name: 'Compliance', exact: true }).click();
  await page.getByRole('heading', { name: 'Reports' }).waitFor();
  // The first run is made when the platform starts; the page asks again by itself.
  await scored(page).waitFor({ timeout: 60_000 });
  await page.getByText('How it is computed').click();
  await page.getByText(/^100 × \d+ \(weight of checks passed\)/).waitFor();
  await runNow();
  await page.getByRole('tab', { name: /PCI DSS/ }).click();
  await page.getByText(/^Automated evidence for \d+ of \d+ mapped controls/).waitFor();
  expect(tab.troubles).toEqual([]);
});

it('leads from a control to its checks and evidence, and lets somebody answer for what fails', async () => {
  await page.goto('/compliance?controls=open');
  await page.getByRole('grid', { name: 'Controls' }).getByText('CC6.7').click();
  const control = page.getByRole('dialog', { name: /^CC6\.7/ });
  const failing = control.locator('details').filter({ hasText: 'Fails' }).first();
  await failing.locator('summary').click();
  await failing.getByRole('region', { name: 'Evidence' }).getByRole('listitem').first().waitFor();
  const checkId = await failing.locator('dd').last().innerText();
  await failing.getByRole('button', { name: 'Waive' }).click();
  const window = page.getByRole('dialog', { name: `Waive ${checkId}` });
  expect(await window.getByRole('button', { name: 'Waive' }).isDisabled()).toBe(true);
  await window.getByLabel('Who answers for it').fill('Ana Ruiz');
  await window.getByLabel('Reason').fill('exercise');
  await window.getByRole('button', { name: 'Waive' }).click();
  await control.getByText('Waived by Ana Ruiz').waitFor();
  await control.getByRole('button', { name: 'Close' }).click();
  await runNow();
  await page.goto('/compliance?control=CC6.7');
  await control.locator('details').filter({ hasText: checkId }).filter({ hasText: 'Waived' }).waitFor();
  expect(tab.troubles).toEqual([]);
});

it('lets somebody vouch for what cannot be measured, and lists the runs', async () => {
  await page.goto('/compliance?control=CC6.2');
  const control = page.getByRole('dialog', { name: /^CC6\.2/ });
  const review = control.locator('details').filter({ hasText: 'Access was reviewed within 90 days' });
  await review.locator('summary').click();
  await review.getByRole('button', { name: 'Attest' }).click();
  const window = page.getByRole('dialog', { name: 'Attest acl.review-recent' });
  // Nobody vouches for longer than it is good.
  expect(await window.getByText('A year').count()).toBe(0);
  await window.getByLabel('Who vouches for it').fill('Ana Ruiz');
  await window.getByLabel('Evidence').fill('reviewed with Ben, ticket SEC-118');
  await window.getByRole('button', { name: 'Attest' }).click();
  await control.getByText('Attested by Ana Ruiz').waitFor();
  await control.getByRole('button', { name: 'Close' }).click();
  const runs = page.getByRole('region', { name: 'Runs' });
  const rows = await runs.getByRole('row').count();
  await runNow();
  await waitFor(async () => (await runs.getByRole('row').count()) > rows, { timeoutMs: 30_000 });
  await page.goto('/compliance?control=CC6.2');
  await control.locator('details').filter({ hasText: 'Attested' }).first().waitFor();
  expect(tab.troubles).toEqual([]);
});

it('makes a signed report, whose file is the one its hash was kept of', async () => {
  await page.goto('/compliance');
  await page.getByRole('button', { name: 'Make a report' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make', exact: true }).click();
  const reports = page.getByRole('region', { name: 'Reports' });
  await reports.getByText('installation').waitFor({ timeout: 60_000 });
  await reports.getByRole('button', { name: /^Download the report on SOC 2 made / }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'JSON, signed' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^redoubt-soc2-.*\.json$/);
  const file = await readFile(await download.path());
  const { report, integrity } = JSON.parse(file.toString()) as Signed;
  await reports.getByText(integrity.hash.slice(0, 12)).waitFor();
  const listed = await page.request.get('/api/v1/compliance/reports');
  const { reports: kept } = (await listed.json()) as { reports: { reportId: string; files: { json: string } }[] };
  const fileHash = createHash('sha256').update(file).digest('hex');
  expect(kept.find(({ reportId }) => reportId === report.reportId)?.files.json).toBe(fileHash);
  expect(tab.troubles).toEqual([]);
});

const VIEWS: [string, View][] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['dark, 320 px wide', { theme: 'dark', width: 320, height: 720 }],
];

it.each(VIEWS)('can be used by all, %s', async (_name, view) => {
  const own = await stage.signedIn(view);
  for (const path of ['/compliance', '/compliance?framework=pci&controls=open', '/compliance?control=CC6.1']) {
    await own.page.goto(path);
    await scored(own.page).waitFor();
    if (path.includes('control=')) await own.page.getByRole('dialog').locator('summary').first().click();
    await waitFor(async () => (await own.page.locator('[aria-busy=true]').count()) === 0, { timeoutMs: 30_000 });
    expect({
      ...{ path, accessibility: await accessibilityTroubles(own.page) },
      isWithin: await own.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
      troubles: own.troubles,
    }).toEqual({ path, accessibility: [], isWithin: true, troubles: [] });
  }
  await own.context.close();
});
