import { useNameOf } from './members.ts';

/** Somebody by name; the address on hover. */
export function PersonName({ who }: { who: string }) {
  const nameOf = useNameOf();
  return (
    <span className="truncate" title={who}>
      {nameOf(who)}
    </span>
  );
}
