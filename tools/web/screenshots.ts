import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const HELP = `Takes pictures of the web page.

  node tools/web/screenshots.ts --url http://127.0.0.1:5173 [--path '/alerts?status=firing']... [--out DIR]
      [--email E --password P]   sign in first
      [--width 320]...           default 320, 768, 1280, 1920
      [--theme dark]...          default light and dark
      [--wait 1500]              milliseconds before each picture
      [--full]                   the whole page in place of the window
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:5173' },
    path: { type: 'string', multiple: true, default: ['/'] },
    out: { type: 'string', default: '.redoubt/screenshots' },
    email: { type: 'string' },
    password: { type: 'string' },
    width: { type: 'string', multiple: true, default: ['320', '768', '1280', '1920'] },
    theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
    wait: { type: 'string', default: '1500' },
    full: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

type Theme = 'light' | 'dark';

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  mkdirSync(values.out, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.REDOUBT_CHROMIUM ?? '/usr/bin/chromium' });
  try {
    for (const theme of values.theme) await shoot(browser, theme as Theme);
  } finally {
    await browser.close();
  }
}

async function shoot(browser: Browser, theme: Theme): Promise<void> {
  const context = await browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' });
  await signIn(context);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${theme}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.error(`${theme}: ${error.message}`));
  for (const path of values.path) {
    for (const width of values.width.map(Number)) {
      await page.setViewportSize({ width, height: width < 640 ? 720 : Math.round(width * 0.62) });
      await page.goto(values.url + path);
      // Pictures are for people; a page that is live has no moment at which it is done.
      await page.waitForTimeout(Number(values.wait));
      const name = `${path.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '') || 'overview'}-${width}-${theme}.png`;
      await page.screenshot({ path: join(values.out, name), fullPage: values.full });
      console.log(join(values.out, name));
    }
  }
  await context.close();
}

async function signIn(context: BrowserContext): Promise<void> {
  const { email, password, url } = values;
  if (email === undefined || password === undefined) return;
  const answer = await context.request.post(`${url}/api/v1/auth/login`, { data: { email, password } });
  if (!answer.ok()) throw new Error(`signing in failed: ${answer.status()} ${await answer.text()}`);
}

await main();
