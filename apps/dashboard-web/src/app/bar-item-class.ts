/** Looks of an entry of the bar at the bottom. */
export const barItemClass =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted aria-[current=page]:text-accent-text';
