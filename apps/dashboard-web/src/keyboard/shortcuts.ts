import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { ShortcutRegistry, type Shortcut } from './shortcut-registry.ts';

/** The page's shortcuts. */
export const shortcuts = new ShortcutRegistry();

/** Elements that use keys themselves. */
const typing = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
const ownKeys = '[role=menu], [role=listbox], [role=combobox], [role=tablist], [role=alertdialog], [aria-modal=true]';
const pressable = 'button, a[href], [role=button], summary';

/** Listens on the document; call it once. */
export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const { key, ctrlKey, metaKey, altKey } = event;
    const isTaken = takes(event.target, key);
    if (shortcuts.press({ key, ctrlKey, metaKey, altKey, isTaken }, event.timeStamp)) event.preventDefault();
  });
}

function takes(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(`${typing}, ${ownKeys}`) !== null) return true;
  return (key === 'Enter' || key === ' ') && target.closest(pressable) !== null;
}

/**
 * A shortcut while the component is shown.
 *
 * @param isEnabled  false: the key means nothing, or what it means elsewhere
 */
export function useShortcut({ keys, label, group, isGlobal = false, run }: Shortcut, isEnabled = true): void {
  const act = useEffectEvent(run);
  useEffect(() => {
    if (!isEnabled) return undefined;
    return shortcuts.add({ keys, label, group, isGlobal, run: () => act() });
  }, [keys, label, group, isGlobal, isEnabled]);
}

/** Those in force now, for the help sheet. */
export function useActiveShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => shortcuts.subscribe(listener),
    () => shortcuts.active,
  );
}
