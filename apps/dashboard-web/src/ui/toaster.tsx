import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { uiText } from '../messages/ui.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { toasts, type ToastExtra } from './toast.ts';

/** Where toasts show; once. At the left, so that they cover no details and what can be done with them. */
export default function Toaster() {
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-4 left-4 z-50 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2 max-sm:bottom-18 sm:left-18 lg:left-54">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts: all, close } = Toast.useToastManager<ToastExtra>();
  return all.map((toast) => {
    const { undo } = toast.data ?? {};
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        className="flex animate-overlay items-start gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 shadow-(--shadow-overlay)"
      >
        {toast.type === 'error' ? (
          <CircleAlert aria-hidden className="mt-1.5 size-4 shrink-0 text-critical" />
        ) : (
          <CircleCheck aria-hidden className="mt-1.5 size-4 shrink-0 text-good" />
        )}
        <div className="min-w-0 flex-1 py-1">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="text-xs text-muted" />
        </div>
        {undo && (
          <Button
            size="sm"
            onClick={() => {
              close(toast.id);
              undo();
            }}
          >
            {uiText.undo}
          </Button>
        )}
        <Toast.Close render={<IconButton size="sm" icon={X} label={uiText.dismiss} className="mt-0.5" />} />
      </Toast.Root>
    );
  });
}
