import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { uiText } from '../messages/ui.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

const backdropClass = 'fixed inset-0 z-40 animate-overlay bg-black/40';
const popupClass =
  'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 animate-overlay ' +
  'flex-col rounded-xl border border-line bg-raised shadow-(--shadow-overlay) outline-none';
const WIDTHS = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl' };

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  width?: keyof typeof WIDTHS;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  children: ReactNode;
}

/** A form or a text over the page; Escape and a press outside close it. */
export function Dialog({ isOpen, onClose, title, description, width = 'sm', footer, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          ref={popup}
          initialFocus={() => firstField(popup.current)}
          className={clsx(popupClass, WIDTHS[width])}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4">
            <div>
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="text-sm text-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close render={<IconButton icon={X} label={uiText.close} className="-mr-2" />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer !== undefined && (
            <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Where one begins: a field, or the window itself; never the button that closes it. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>('input, textarea, [role=combobox]') ?? popup;
}

interface ConfirmProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  text: ReactNode;
  /** What the button says: `Revoke key`. */
  confirmLabel: string;
  onConfirm: () => void;
  isBusy?: boolean;
}

/** Asks before something that cannot be undone. What can be undone is done at once, with an undo in its toast. */
export function Confirm({ isOpen, onClose, title, text, confirmLabel, onConfirm, isBusy = false }: ConfirmProps) {
  return (
    <BaseAlert.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={backdropClass} />
        <BaseAlert.Popup className={clsx(popupClass, WIDTHS.sm, 'p-5')}>
          <BaseAlert.Title className="text-lg font-semibold">{title}</BaseAlert.Title>
          <BaseAlert.Description className="mt-1 text-sm text-muted">{text}</BaseAlert.Description>
          <div className="mt-5 flex justify-end gap-2">
            <BaseAlert.Close render={<Button>{uiText.cancel}</Button>} />
            <Button tone="danger" isBusy={isBusy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}
