import { ArrowUp } from 'lucide-react';
import { uiText } from '../../messages/ui.ts';

/** Rows that wait until somebody wants them, so that nothing moves under the pointer. */
export function NewRowsPill({ count, one, onShow }: { count: number; one: string; onShow: () => void }) {
  return (
    <button
      type="button"
      onClick={onShow}
      className="absolute top-10 left-1/2 z-20 inline-flex h-7 -translate-x-1/2 animate-overlay items-center gap-1.5 rounded-full bg-accent px-3 text-xs font-medium text-accent-fg shadow-(--shadow-overlay) hover:bg-accent-hover"
    >
      <ArrowUp aria-hidden className="size-3.5" />
      {uiText.newRows(count, one)}
    </button>
  );
}
