/** Colours that drawings on a canvas use, by the names of `styles/tokens.css`. */
export type ColorToken =
  | 'fg'
  | 'muted'
  | 'faint'
  | 'line'
  | 'card'
  | 'accent-text'
  | 'critical'
  | 'high'
  | 'medium'
  | 'low'
  | 'informational'
  | 'good';

/** As CSS: of severities the purer colour of marks. */
export function markColor(token: ColorToken): string {
  return `var(--color-mark-${token}, var(--color-${token}))`;
}

/** The colour as it is now; changes with the theme. */
export function colorOf(token: ColorToken, alpha = 1): string {
  const probe = document.createElement('span');
  probe.style.color = markColor(token);
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return alpha === 1 ? color : `color-mix(in oklch, ${color} ${alpha * 100}%, transparent)`;
}
