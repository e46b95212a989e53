/** Keys to press: `g a` one after the other, `mod+k` together. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="min-w-5 rounded-sm border border-line bg-sunken px-1 text-center text-xs leading-[18px] text-muted"
        >
          {shown(key)}
        </kbd>
      ))}
    </span>
  );
}

const SYMBOLS: Readonly<Record<string, string>> = { Enter: '↵', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' };

/** Where the modifier is ⌘. */
const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

function shown(key: string): string {
  const name = key.startsWith('mod+') ? `${isApple ? '⌘' : 'Ctrl '}${key.slice(4).toUpperCase()}` : key;
  return SYMBOLS[name] ?? name;
}
