import type { Page } from 'playwright-core';
import { assetSchema } from '@redoubt/contracts';
import { saveAssets, saveIntelList, saveScan } from '@redoubt/storage';
import { accessibilityTroubles, type Tab } from './page/browser.ts';
import { openPageStage, type PageStage } from './page/page-stage.ts';

jest.setTimeout(240_000);

let stage: PageStage;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  stage = await openPageStage({ events: 0 });
  const { database } = stage.control;
  const orgId = stage.demo.organization.id;
  const actor = { kind: 'operator', name: 'ops' } as const;
  const assets = [
    assetSchema.parse({
      name: 'pay-db',
      criticality: 'critical',
      owner: 'team-pay',
      addresses: ['10.20.0.5'],
      tags: ['pci'],
    }),
    assetSchema.parse({ name: 'kiosk-3', criticality: 'low' }),
  ];
  await saveAssets(database, { orgId, assets, actor });
  const vulnerabilities = [{ id: 'CVE-2026-1', severity: 'critical', component: 'openssl', fixedIn: '3.0.9' } as const];
  const hosts = [{ host: 'pay-db', vulnerabilities }];
  await saveScan(database, { orgId, scanner: 'trivy', scannedAtMs: Date.now(), hosts, actor });
  const indicators = [{ kind: 'ip', value: '203.0.113.9', threat: 'botnet', confidence: 90 }];
  await saveIntelList(database, { orgId, name: 'partner-feed', format: 'csv', source: 'test', indicators, actor });
  tab = await stage.signedIn();
  page = tab.page;
});
afterAll(() => stage.close());

it('lists the inventory with criticality, owner and health, and tells what a scan found', async () => {
  await page.goto('/assets');
  const row = page.getByRole('row', { name: /pay-db/ });
  for (const text of ['Critical', 'team-pay', '1 critical']) await row.getByText(text).first().waitFor();
  await row.click();
  const drawer = page.getByRole('dialog', { name: 'pay-db' });
  for (const text of ['CVE-2026-1', 'fixed in 3.0.9', 'pci']) await drawer.getByText(text).waitFor();
  expect(await accessibilityTroubles(page)).toEqual([]);
  expect(tab.troubles).toEqual([]);
});

it('says beside an alert which list names what, and whose asset it is', async () => {
  const event = { eventType: 'network_connection', severity: 'low', asset: 'pay-db', destinationIp: '203.0.113.9' };
  await stage.gateway.send([{ kind: 'event', body: JSON.stringify(event) }]);
  await page.goto('/alerts?range=all');
  await page
    .getByText(/Threat intelligence match: pay-db/)
    .first()
    .click({ timeout: 60_000 });
  const drawer = page.getByRole('dialog');
  await drawer.getByText(/named by the list partner-feed \(botnet, confidence 90\)/).waitFor();
  await drawer
    .getByText(/Critical · owner team-pay/)
    .first()
    .waitFor();
  expect(await accessibilityTroubles(page)).toEqual([]);
});
