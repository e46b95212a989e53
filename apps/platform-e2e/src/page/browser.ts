import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** What pages must pass: WCAG 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Runs in the page. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) => {
  console.error('content security policy violated: ' + event.violatedDirective + ' ' + event.blockedURI);
});`;

export type Theme = 'light' | 'dark';

export interface View {
  theme?: Theme;
  width?: number;
  height?: number;
}

/** A tab of a browser of its own, with everything that went wrong in it. */
export interface Tab {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, refused resources and violations of the content security policy. */
  troubles: string[];
}

/** Starts the Chromium that REDOUBT_CHROMIUM names. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.REDOUBT_CHROMIUM ?? '/usr/bin/chromium';
  // Chromium's own sandbox cannot be had as root or in most containers; only our own page is opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Opens a tab that nobody has signed in with. */
export async function openTab(browser: Browser, url: string, view: View = {}): Promise<Tab> {
  const { theme = 'light', width = 1280, height = 900 } = view;
  const options: BrowserContextOptions = {
    baseURL: url,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  await context.addInitScript({ content: TELL_VIOLATIONS });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    // A status that the page handles, such as 401 before the sign-in, is no trouble; the browser tells of each.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) troubles.push(message.text());
  });
  return { page, context, troubles };
}

/** What axe finds wrong with the page as it is, one line each. A clean scan proves nothing; it finds the obvious. */
export async function accessibilityTroubles(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      return `${id}: ${help}: ${target.join(' ')}: ${failureSummary.split('\n').slice(1, 3).join(' ').trim()}`;
    }),
  );
}
