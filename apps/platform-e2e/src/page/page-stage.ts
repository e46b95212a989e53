import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createTempDir } from '@redoubt/test-kit';
import { settledAlerts } from '@redoubt/tools/dev/alerts.ts';
import { connectControl, ensureDemoOrg, type Control, type DemoOrg } from '@redoubt/tools/dev/demo-org.ts';
import { ensureDemoPeople, type DemoLogin } from '@redoubt/tools/dev/demo-people.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { GatewayClient } from '@redoubt/tools/traffic/gateway-client.ts';
import { TrafficGenerator } from '@redoubt/tools/traffic/traffic-generator.ts';
import { ROOT } from '../run-tool.ts';
import { openBrowser, openTab, type Tab, type View } from './browser.ts';

const ORG = 'demo';
const SEED = 7;
const HOUR_MS = 3_600_000;

/** The whole platform with an organisation, people and traffic, and a browser to look at it with. */
export interface PageStage {
  stack: Stack;
  control: Control;
  demo: DemoOrg;
  login: DemoLogin;
  gateway: GatewayClient;
  /** Opens a tab and signs the demo user in. */
  signedIn(view?: View): Promise<Tab>;
  /** Opens a tab of somebody unknown. */
  stranger(view?: View): Promise<Tab>;
  close(): Promise<void>;
}

/** @param events  demo events of the last hour, attack included, that are stored and judged before this resolves */
export async function openPageStage({ events = 3_000 } = {}): Promise<PageStage> {
  const temp = createTempDir('page-web');
  chmodSync(temp.path, 0o755);
  const stack = new Stack({ root: ROOT, logDir: join(temp.path, 'logs'), platformOrganization: ORG });
  let browser: Browser | undefined;
  let control: Control | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await control?.close();
    await stack.stop();
    temp.remove();
  };
  try {
    await stack.startServers();
    control = await connectControl(stack);
    const demo = await ensureDemoOrg(control, ORG);
    const login = await ensureDemoPeople(control, demo.organization.id);
    await stack.startApps();
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    await fill(gateway, events);
    if (events > 0 && (await settledAlerts(control, demo.organization.id, 60_000)) === undefined) {
      throw new Error('alert-engine did not come to an end');
    }
    const opened = await openBrowser();
    browser = opened;
    const stranger = (view?: View): Promise<Tab> => openTab(opened, stack.dashboardUrl, view);
    return {
      ...{ stack, control, demo, login, gateway, close, stranger },
      signedIn: async (view) => {
        const tab = await stranger(view);
        await signIn(tab, login);
        return tab;
      },
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** Types the credentials into the form, as a person would. */
export async function signIn({ page }: Tab, { email, password }: DemoLogin): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation').first().waitFor();
}

async function fill(gateway: GatewayClient, count: number): Promise<void> {
  const items = new TrafficGenerator({ seed: SEED }).take(count, { endMs: Date.now(), spanMs: HOUR_MS });
  for (let at = 0; at < items.length; at += 200) await gateway.send(items.slice(at, at + 200));
}
