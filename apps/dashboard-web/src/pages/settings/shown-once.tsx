import { uiText } from '../../messages/ui.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** A secret that nobody sees again. */
export function ShownOnce({ note, text }: { note: string; text: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-medium">{note}</p>
      <div className="flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
        <code className="code min-w-0 flex-1 text-xs wrap-anywhere">{text}</code>
        <CopyButton text={text} label={uiText.copy} />
      </div>
    </div>
  );
}
