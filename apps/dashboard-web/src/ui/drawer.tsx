import { Dialog as Base } from '@base-ui/react/dialog';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { uiText } from '../messages/ui.ts';
import { IconButton } from './icon-button.tsx';

interface DrawerProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Above the title: a mark, an id. */
  eyebrow?: ReactNode;
  /** To the neighbours in the list behind it. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  /** Stays at the bottom: what can be done. */
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * The details of one thing beside its list, which stays usable: `j` and `k` go on moving in it. Keep what is open in
 * the address. Escape closes it and gives the focus back.
 */
export function Drawer({ isOpen, onClose, title, eyebrow, onPrevious, onNext, footer, children }: DrawerProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={isOpen} modal={false} disablePointerDismissal onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          className="fixed inset-y-0 right-0 z-30 flex w-full animate-overlay flex-col border-l border-line bg-card shadow-(--shadow-overlay) outline-none sm:w-[560px] sm:max-w-[calc(100vw-56px)]"
        >
          <header className="flex items-start gap-2 border-b border-line py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1">
              {eyebrow !== undefined && <div className="flex items-center gap-2 text-xs text-muted">{eyebrow}</div>}
              <Base.Title className="mt-0.5 text-lg leading-6 font-semibold wrap-anywhere">{title}</Base.Title>
            </div>
            {(onPrevious ?? onNext) !== undefined && (
              <>
                <IconButton
                  icon={ChevronUp}
                  label={uiText.previous}
                  shortcut="k"
                  onClick={onPrevious}
                  disabled={!onPrevious}
                />
                <IconButton icon={ChevronDown} label={uiText.next} shortcut="j" onClick={onNext} disabled={!onNext} />
              </>
            )}
            <Base.Close render={<IconButton icon={X} label={uiText.close} shortcut="Escape" />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A part of a drawer. */
export function DrawerSection({
  title,
  actions,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-b border-line px-5 py-4 last:border-b-0">
      {(title !== undefined || actions !== undefined) && (
        <div className="mb-2 flex min-h-6 items-center justify-between gap-2">
          <h3 className="text-xs font-medium text-muted">{title}</h3>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

/** Names and values below each other. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
