import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { uiText } from '../messages/ui.ts';
import { IconButton } from './icon-button.tsx';

const shownMs = 1_500;

/** Puts a text into the clipboard. */
export function CopyButton({ text, label = uiText.copy }: { text: string; label?: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <>
      <IconButton
        size="sm"
        icon={isCopied ? Check : Copy}
        label={label}
        onClick={(event) => {
          event.stopPropagation();
          void navigator.clipboard.writeText(text).then(() => setCopied(true));
        }}
      />
      <span role="status" className="sr-only">
        {isCopied ? uiText.copied : ''}
      </span>
    </>
  );
}

/** An id, address or other literal with its copy button, which shows on hover and focus. */
export function Copyable({ text, shown = text }: { text: string; shown?: string }) {
  return (
    <span className="group/copy inline-flex max-w-full min-w-0 items-center gap-1 align-middle">
      <span className="code truncate">{shown}</span>
      <span className="opacity-0 transition-opacity group-focus-within/copy:opacity-100 group-hover/copy:opacity-100 pointer-coarse:opacity-100">
        <CopyButton text={text} label={uiText.copyThis(shown)} />
      </span>
    </span>
  );
}
