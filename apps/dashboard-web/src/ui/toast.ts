import { Toast } from '@base-ui/react/toast';
import { textOf } from '../api/api-error.ts';

export interface ToastExtra {
  undo?: () => void;
}

/** What the toasts of the page are kept in. */
export const toasts = Toast.createToastManager<ToastExtra>();

const shownMs = 6_000;
const undoMs = 10_000;

/** Says that something was done; `undo` takes it back. */
export function say(title: string, { detail, undo }: { detail?: string; undo?: () => void } = {}): void {
  toasts.add({
    title,
    ...(detail === undefined ? {} : { description: detail }),
    timeout: undo ? undoMs : shownMs,
    type: 'done',
    ...(undo ? { data: { undo } } : {}),
  });
}

/** Says that something failed, in words for people. */
export function sayError(title: string, error: unknown): void {
  toasts.add({ title, description: textOf(error), timeout: undoMs, type: 'error', priority: 'high' });
}
