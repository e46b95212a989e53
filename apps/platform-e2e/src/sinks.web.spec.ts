import type { Page } from 'playwright-core';
import { waitFor } from '@redoubt/test-kit';
import { TrafficGenerator } from '@redoubt/tools/traffic/traffic-generator.ts';
import { accessibilityTroubles, type Tab } from './page/browser.ts';
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

/** Notices are dialogs, too. */
const dialog = () => page.getByRole('dialog', { name: /New sink|Change the sink/ });
const row = () => page.getByRole('row', { name: /demo file/ });

async function choose(label: string, option: string): Promise<void> {
  const wanted = page.getByRole('option', { name: option, exact: true });
  // A list that is opened while the dialog still opens is closed again.
  await waitFor(
    async () => {
      await dialog().getByLabel(label).click();
      return wanted.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    },
    { timeoutMs: 30_000 },
  );
  await wanted.click();
}

it('adds a sink, and shows that events arrive there', async () => {
  await page.goto('/settings?section=sinks');
  await page.getByText('Nothing is forwarded yet.').waitFor();
  await page.getByRole('button', { name: 'New sink' }).click();
  await choose('Kind', 'File');
  await dialog().getByLabel('Name', { exact: true }).fill('demo file');
  await dialog().getByLabel('File name').fill('events.ndjson');
  await choose('Begins', 'With the oldest that is kept');
  expect(await accessibilityTroubles(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Save' }).click();
  await row().waitFor();
  const items = new TrafficGenerator({ seed: 8 }).take(50, { endMs: Date.now(), spanMs: 60_000 });
  await stage.gateway.send(items);
  await row().getByText('Forwarding').waitFor({ timeout: 60_000 });
  await row().getByText('50 forwarded').waitFor({ timeout: 60_000 });
  expect(await accessibilityTroubles(page)).toEqual([]);
});

it('tries it, pauses it and goes on', async () => {
  await row().getByRole('button', { name: 'Send a test: demo file' }).click();
  await page.getByText('The test event arrived: accepted').waitFor();
  await row().getByRole('button', { name: 'Pause: demo file' }).click();
  await row().getByText('Paused', { exact: true }).waitFor();
  await row().getByRole('button', { name: 'Resume: demo file' }).click();
  await row().getByText('Forwarding').waitFor();
});

it('changes it, and takes it away', async () => {
  await row().getByRole('button', { name: 'Change the sink demo file' }).click();
  await dialog().getByLabel('Only events of which all terms hold').fill('user:root');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().waitFor({ state: 'detached' });
  const dark = await stage.signedIn({ theme: 'dark' });
  await dark.page.goto('/settings?section=sinks');
  await dark.page.getByText('demo file').waitFor();
  expect(await accessibilityTroubles(dark.page)).toEqual([]);
  await row().getByRole('button', { name: 'Delete the sink demo file' }).click();
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Nothing is forwarded yet.').waitFor();
  await waitFor(() => tab.troubles.length === 0);
});
