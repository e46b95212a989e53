import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { shellText } from '../messages/shell.ts';
import { overlays } from './overlays.ts';

interface PaletteFrameProps {
  text: string;
  onText: (text: string) => void;
  children: ReactNode;
}

/** The window of the palette: a field, and what it finds. */
export function PaletteFrame({ text, onText, children }: PaletteFrameProps) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && overlays.close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 animate-overlay bg-black/40" />
        <Dialog.Popup
          aria-label={shellText.paletteTitle}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 animate-overlay overflow-hidden rounded-xl border border-line bg-raised shadow-(--shadow-overlay) outline-none"
        >
          <Command loop label={shellText.paletteTitle}>
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
              <Command.Input
                autoFocus
                value={text}
                onValueChange={onText}
                placeholder={shellText.palette}
                maxLength={256}
                className="h-12 w-full bg-transparent text-base outline-none placeholder:text-faint"
              />
            </div>
            <Command.List className="max-h-[min(416px,60vh)] overflow-y-auto px-1.5 py-1">{children}</Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
