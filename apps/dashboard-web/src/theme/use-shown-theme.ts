import { useSyncExternalStore } from 'react';

/** Changes when the shown theme does, for drawings that must be made again. */
export function useShownTheme(): string {
  return useSyncExternalStore(subscribe, shown, shown);
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function shown(): string {
  return document.documentElement.dataset.theme ?? 'light';
}
