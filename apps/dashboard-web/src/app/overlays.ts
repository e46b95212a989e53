import { useSyncExternalStore } from 'react';

/** What of the frame lies over the page. */
export type Overlay = 'palette' | 'help';

const listeners = new Set<() => void>();
let shown: Overlay | null = null;

function show(next: Overlay | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Opens and closes the palette and the help sheet from anywhere. */
export const overlays = {
  open: (overlay: Overlay) => show(overlay),
  close: () => show(null),
};

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
