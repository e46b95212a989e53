import { useEffect, useSyncExternalStore } from 'react';

/** Something is wrong that concerns every page. */
export interface Notice {
  /** One per cause. */
  id: string;
  tone: 'warning' | 'danger';
  text: string;
  /** Where more is to be seen. */
  link?: { to: string; label: string };
}

const listeners = new Set<() => void>();
let notices: readonly Notice[] = [];

function put(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Shows a notice in the strip under the top bar while `notice` is given. */
export function useNotice(id: string, notice: Omit<Notice, 'id'> | undefined): void {
  const { tone, text, link } = notice ?? {};
  const [to, label] = [link?.to, link?.label];
  useEffect(() => {
    if (tone === undefined || text === undefined) return undefined;
    const shown: Notice = {
      id,
      tone,
      text,
      ...(to !== undefined && label !== undefined ? { link: { to, label } } : {}),
    };
    put([...notices.filter((one) => one.id !== id), shown]);
    return () => put(notices.filter((one) => one !== shown));
  }, [id, tone, text, to, label]);
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
}
