import { storedChoice } from '../preferences/stored-choice.ts';

/** What the user chose; `public/theme.js` reads the same before the first paint. */
export const theme = storedChoice('theme', ['system', 'light', 'dark']);

/** Whether the page is dark now. */
export function isDark(): boolean {
  return document.documentElement.dataset.theme === 'dark';
}

/** Keeps the root element's theme up to date with the choice and with the system. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const chosen = theme.get();
    const shown = chosen === 'dark' || (chosen === 'system' && system.matches) ? 'dark' : 'light';
    document.documentElement.dataset.theme = shown;
  };
  theme.subscribe(apply);
  system.addEventListener('change', apply);
  apply();
}

/** From what is shown to its opposite. */
export function toggleTheme(): void {
  theme.set(isDark() ? 'light' : 'dark');
}
