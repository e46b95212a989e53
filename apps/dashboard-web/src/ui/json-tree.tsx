import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const openDepth = 2;
/** Entries of one object or list that are shown; JSON of a sender can be any size. */
const mostEntries = 200;

/** JSON as a tree of names and values, to be opened by pointer and keyboard. */
export function JsonTree({ text }: { text: string }) {
  const value = parsed(text);
  if (value === undefined) return <pre className="code whitespace-pre-wrap wrap-anywhere">{text}</pre>;
  return (
    <div className="code overflow-x-auto text-xs leading-5">
      <Value value={value} depth={0} />
    </div>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function Value({ name, value, depth }: { name?: string; value: Json; depth: number }) {
  if (value !== null && typeof value === 'object') return <Branch {...{ name, value, depth }} />;
  return (
    <div className="flex gap-1.5 pl-5">
      <Name name={name} />
      <span className={COLORS[value === null ? 'null' : typeof value] ?? ''}>{JSON.stringify(value)}</span>
    </div>
  );
}

const COLORS: Readonly<Record<string, string>> = {
  string: 'text-good wrap-anywhere',
  number: 'text-low',
  boolean: 'text-medium',
  null: 'text-faint',
};

function Branch({ name, value, depth }: { name: string | undefined; value: object; depth: number }) {
  const [isOpen, setOpen] = useState(depth < openDepth);
  const entries = Object.entries(value as Record<string, Json>);
  const isList = Array.isArray(value);
  const [left, right] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <Line name={name}>
        {left}
        {right}
      </Line>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-6 items-center gap-1 rounded-sm pr-1.5 text-left hover:bg-hover"
      >
        <ChevronRight aria-hidden className={isOpen ? 'size-4 rotate-90 text-muted' : 'size-4 text-muted'} />
        <Name name={name} />
        <span className="text-muted">{isOpen ? left : `${left}… ${entries.length}${right}`}</span>
      </button>
      {isOpen && (
        <div className="ml-2 border-l border-line pl-2">
          {entries.slice(0, mostEntries).map(([key, one]) => (
            <Value key={key} {...(isList ? {} : { name: key })} value={one} depth={depth + 1} />
          ))}
          {entries.length > mostEntries && <Line name={undefined}>… {entries.length - mostEntries}</Line>}
        </div>
      )}
      {isOpen && <span className="pl-5 text-muted">{right}</span>}
    </div>
  );
}

function Line({ name, children }: { name: string | undefined; children: ReactNode }) {
  return (
    <div className="flex gap-1.5 pl-5 text-muted">
      <Name name={name} />
      {children}
    </div>
  );
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="shrink-0 text-accent-text">{name}:</span>;
}
