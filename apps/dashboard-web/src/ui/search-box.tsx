import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { shellText } from '../messages/shell.ts';
import { uiText } from '../messages/ui.ts';
import { IconButton } from './icon-button.tsx';

interface SearchBoxProps {
  label: string;
  value: string;
  /** Told when typing pauses, and at once on Enter. */
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}

const pauseMs = 250;

/** A text filter; `/` puts the focus into it. */
export function SearchBox({ label, value, onChange, placeholder = uiText.search, className = 'w-56' }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [given, setGiven] = useState(value);
  if (given !== value) {
    setGiven(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  useShortcut({ keys: '/', label, group: shellText.groupList, run: () => input.current?.focus() });
  return (
    <div className={`relative min-w-32 ${className}`}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1.5 left-2 size-4 text-faint"
        strokeWidth={1.75}
      />
      <input
        ref={input}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange(text);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className="h-7 w-full rounded-md border border-line bg-card pr-7 pl-7 text-xs placeholder:text-faint hover:border-line-strong focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      {text !== '' && (
        <span className="absolute top-0.5 right-0.5">
          <IconButton
            size="sm"
            icon={X}
            label={uiText.clear}
            onClick={() => {
              setText('');
              onChange('');
            }}
          />
        </span>
      )}
    </div>
  );
}
