/** Looks of everything that opens over the page at a place of it. */
export const popupClass =
  'min-w-(--anchor-width) max-w-[min(360px,calc(100vw-16px))] max-h-[min(560px,var(--available-height))] animate-overlay overflow-y-auto ' +
  'rounded-lg border border-line bg-raised p-1 shadow-(--shadow-overlay) outline-none';

/** Looks of one entry in it. */
export const popupItemClass =
  'flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 text-sm outline-none select-none ' +
  'data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0';
