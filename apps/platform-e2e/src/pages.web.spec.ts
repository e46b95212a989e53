import { waitFor } from '@redoubt/test-kit';
import { accessibilityTroubles, type Tab, type View } from './page/browser.ts';
import { openPageStage, type PageStage } from './page/page-stage.ts';
import { PAGES } from './page/pages.ts';

jest.setTimeout(240_000);

let stage: PageStage;

beforeAll(async () => {
  stage = await openPageStage();
});
afterAll(() => stage.close());

const VIEWS: [string, View][] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['dark, 320 px wide', { theme: 'dark', width: 320, height: 720 }],
];

describe.each(VIEWS)('every page, %s,', (_name, view) => {
  let tab: Tab;
  beforeAll(async () => {
    tab = await stage.signedIn(view);
  });
  afterAll(() => tab.context.close());

  it.each(PAGES)('$path', async ({ path, ...sign }) => {
    const { page, troubles } = tab;
    troubles.length = 0;
    await page.goto(path);
    const there = 'list' in sign ? page.getByRole('grid', { name: sign.list }) : page.getByText(sign.landmark).first();
    await there.waitFor({ state: 'attached' });
    await waitFor(async () => (await page.locator('[aria-busy=true]').count()) === 0, { timeoutMs: 30_000 });
    expect({
      accessibility: await accessibilityTroubles(page),
      // What is wider than the window would have to be scrolled sideways to be read (WCAG 2.2, 1.4.10).
      isWithin: await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
      troubles,
    }).toEqual({ accessibility: [], isWithin: true, troubles: [] });
  });
});

it('the sign-in page is as accessible, and keeps strangers out', async () => {
  const { page, context, troubles } = await stage.stranger();
  await page.goto('/alerts');
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  expect(await accessibilityTroubles(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await context.close();
});
