import type { Page } from 'playwright-core';
import { waitFor } from '@redoubt/test-kit';
import type { Tab } from './page/browser.ts';
import { openPageStage, type PageStage } from './page/page-stage.ts';

jest.setTimeout(240_000);

/** Guesses before the login that works; the rules of the pack see brute force at ten. */
const GUESSES = 24;
const INTRUDER = '203.0.113.66';
const REASON = 'Exercise of the red team, ticket 4711';

let stage: PageStage;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  stage = await openPageStage({ events: 0 });
  tab = await stage.signedIn();
  page = tab.page;
});
afterAll(() => stage.close());

it('a person sees an attack arrive, understands it, deals with it, and finds all of that in the audit log', async () => {
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await page.getByText('All quiet').waitFor();
  await attack();

  // Arrives live: nothing is loaded anew.
  const row = page.getByRole('row', { name: /Brute force from one address/ });
  await row.waitFor();
  await page.keyboard.press('j');
  await page.getByRole('row', { name: /Brute force from one address/ }).click();

  const drawer = page.getByRole('dialog');
  await drawer.getByText(/failed logins from 203\.0\.113\.66 in 15 min; threshold 10/).waitFor();
  await drawer.getByText(/Counted events/).waitFor();
  await drawer
    .getByRole('button', { name: /Failed password/ })
    .first()
    .click();
  await drawer
    .getByText(/"203\.0\.113\.66"/)
    .first()
    .waitFor();

  await drawer.getByRole('button', { name: /^Acknowledge/ }).click();
  await drawer.getByText('Acknowledged').first().waitFor();

  await drawer.getByRole('button', { name: /^Suppress/ }).click();
  const form = page.getByRole('dialog', { name: 'Suppress alerts like this' });
  await form.getByText(/it would have hidden 1\./).waitFor();
  await form.getByLabel('Reason').fill(REASON);
  await form.getByRole('button', { name: 'Suppress', exact: true }).click();
  await page.getByText('Alerts like this are suppressed').waitFor();

  await drawer
    .getByRole('button', { name: /^Close/ })
    .last()
    .click();
  const closing = page.getByRole('dialog', { name: 'Close 1 alert' });
  await closing.getByLabel('Note').fill('It was us');
  // The page shows it before the answer is there; leaving the page then would break the request off.
  const answered = page.waitForResponse((response) => response.url().includes('/api/v1/alerts/commands'));
  await closing.getByRole('button', { name: 'Close', exact: true }).last().click();
  await answered;
  await drawer.getByText('Closed').first().waitFor();

  await page.goto('/settings?section=audit');
  const log = page.getByRole('grid', { name: 'Audit log' });
  for (const action of ['alert.acknowledge', 'suppression.created', 'alert.close']) {
    await log.getByRole('row', { name: action }).first().waitFor();
  }
  await log.getByText(REASON).first().waitFor();
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await page
    .getByText(/The chain is sound/)
    .first()
    .waitFor();
  expect(tab.troubles).toEqual([]);
});

it('everything in the list works by keyboard alone', async () => {
  await attack('198.51.100.77');
  await page.goto('/alerts?range=all');
  await page
    .getByRole('row', { name: /198\.51\.100\.77/ })
    .first()
    .waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('1 alert selected').waitFor();
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: 'Assign to' }).waitFor();
  await page.keyboard.type('ana');
  await page.keyboard.press('Enter');
  await page.getByText('Assigned 1 alert').first().waitFor();
  await page.keyboard.press('e');
  await page.getByText('Acknowledged 1 alert').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Why it fired').waitFor();
  await page.keyboard.press('Escape');
  await waitFor(async () => !page.url().includes('alert='));
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Acknowledge' }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.waitForURL(/\/incidents/);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').first().waitFor();
  await page.keyboard.type('pipeline');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/pipeline/);
  expect(tab.troubles).toEqual([]);
});

async function attack(source = INTRUDER): Promise<void> {
  const atMs = Date.now() - GUESSES * 1_000;
  const events = Array.from({ length: GUESSES }, (_, i) => ({
    eventType: 'failed_login',
    severity: 'medium',
    sourceIp: source,
    user: 'svc-backup',
    asset: 'bastion-1',
    message: `Failed password for svc-backup from ${source} port ${40_000 + i} ssh2`,
    eventTimeMs: atMs + i * 500,
  }));
  await stage.gateway.send(events.map((event) => ({ kind: 'event' as const, body: JSON.stringify(event) })));
}
