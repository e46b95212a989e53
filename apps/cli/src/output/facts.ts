import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** Lines of `name  value`, the values below each other. */
export function renderFacts(facts: readonly (readonly [string, string])[], style: Style): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${style.dim(name.padEnd(width))}  ${printable(value)}`).join('\n');
}
