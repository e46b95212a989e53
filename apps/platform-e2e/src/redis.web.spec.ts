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

const measured = (one: Page) => one.getByRole('img', { name: /^Security score: \d+ of 100$/ });

it('shows what acl-manager measures, and the overview its score', async () => {
  await page.getByRole('link', { name: 'Redis', exact: true }).click();
  await measured(page).waitFor();
  await page.getByRole('heading', { name: 'Checks' }).waitFor();
  await page.getByText('How it is computed').click();
  await page.getByText(/Weight of passed checks ÷ weight of measured checks/).waitFor();
  await page.goto('/');
  await page.getByRole('link', { name: /Redis score\s*\d+ \/ 100/ }).waitFor();
  expect(tab.troubles).toEqual([]);
});

it('answers whether a user may run a command', async () => {
  await page.goto('/redis?view=users&user=db-writer');
  await page.getByRole('dialog').getByRole('button', { name: 'Test a command' }).click();
  const window = page.getByRole('dialog', { name: 'Test a command' });
  await window.getByLabel('Command', { exact: true }).fill('FLUSHALL');
  await page.keyboard.press('Enter');
  await window.getByText('db-writer may not run this').waitFor();
  await window.getByLabel('Command', { exact: true }).fill('PING');
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  await window.getByText(/^db-writer may (not )?run this$/).waitFor();
  await page.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });
});

it('rotates a password to its end, and finds that in both audit logs', async () => {
  await page.goto('/redis?view=users&user=db-writer');
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate password' }).click();
  const window = page.getByRole('dialog', { name: 'Rotate the password of db-writer' });
  expect(await window.getByRole('button', { name: 'Rotate password' }).isDisabled()).toBe(true);
  await window.getByLabel('Reason').fill('exercise');
  await page.keyboard.press('Enter');
  await window.getByText('Done', { exact: true }).waitFor({ timeout: 120_000 });
  await window.getByRole('button', { name: 'Close' }).last().click();
  await page.goto('/redis?view=activity&show=chain&kind=rotation_done');
  const chain = page.getByRole('grid', { name: 'Audit chain' });
  await chain
    .getByRole('row', { name: /Rotated/ })
    .first()
    .waitFor();
  await page.goto('/settings?section=audit');
  const log = page.getByRole('grid', { name: 'Audit log' });
  await log.getByRole('row', { name: 'redis_user.rotate' }).first().waitFor();
  await log.getByText('exercise').first().waitFor();
  expect(tab.troubles).toEqual([]);
});

const VIEWS: [string, View][] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['dark, 320 px wide', { theme: 'dark', width: 320, height: 720 }],
];

it.each(VIEWS)('every view of it, %s, can be used by all', async (_name, view) => {
  const own = await stage.signedIn(view);
  for (const path of ['/redis', '/redis?view=users', '/redis?view=activity', '/redis?view=nodes']) {
    await own.page.goto(path);
    await measured(own.page).waitFor();
    await own.page.getByRole('tabpanel').waitFor();
    expect({
      ...{ path, accessibility: await accessibilityTroubles(own.page) },
      isWithin: await own.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
      troubles: own.troubles,
    }).toEqual({ path, accessibility: [], isWithin: true, troubles: [] });
  }
  await own.context.close();
});
