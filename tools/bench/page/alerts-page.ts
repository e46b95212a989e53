import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureDemoPeople } from '../../dev/demo-people.ts';
import type { BenchOrg, Platform } from '../platform.ts';

const CHROMIUM = '/usr/bin/chromium';

/** An open list of alerts, as an analyst has it before them. */
export interface AlertsPage {
  page: Page;
  close(): Promise<void>;
}

/**
 * Opens the list of all alerts of `organization` in Chromium, signed in.
 *
 * @param prepare  what to do with the page before it loads
 * @throws Error  Chromium (`REDOUBT_CHROMIUM`, /usr/bin/chromium) does not start, or signing in fails
 */
export async function openAlertsPage(
  { stack, control }: Platform,
  { organization }: BenchOrg,
  prepare: (page: Page) => Promise<void>,
): Promise<AlertsPage> {
  const login = await ensureDemoPeople(control, organization.id);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ baseURL: stack.dashboardUrl, viewport: { width: 1440, height: 900 } });
    const answer = await context.request.post('/api/v1/auth/login', { data: login });
    if (!answer.ok()) throw new Error(`signing in failed: ${answer.status()} ${await answer.text()}`);
    const page = await context.newPage();
    await prepare(page);
    await page.goto('/alerts?range=all');
    await page.getByRole('grid').waitFor();
    return { page, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.REDOUBT_CHROMIUM ?? CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
