/** The initials of somebody. They are drawn, not said: whoever shows them says the name. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      className="grid size-6 shrink-0 place-items-center rounded-full bg-accent/15 text-xs font-semibold text-accent-text before:content-[attr(data-initials)]"
    />
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
