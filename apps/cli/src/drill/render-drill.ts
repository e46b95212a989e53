import { renderFacts } from '../output/facts.ts';
import { formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import type { DrillJson } from './drill-json.ts';

/** Figures and verdict of a drill. */
export function renderDrill({ isPassed, figures, faults, seconds, drillId }: DrillJson, view: View): string {
  const { style } = view;
  if (isPassed === null) return `${style.good('fit')}  nothing was done`;
  const facts = Object.entries(figures).map(([name, figure]): [string, string] => [name, formatCount(figure)]);
  return [
    renderFacts([...facts, ['seconds', String(seconds)], ['kept as', drillId ?? '']], style),
    ...faults.map((fault) => `${style.bad('fault')}  ${printable(fault)}`),
    isPassed ? style.good('passed') : style.bad('failed'),
  ].join('\n');
}
