import Table from 'cli-table3';
import type { Figure } from './figure.ts';
import type { Machine } from './machine.ts';

/** What a run of one suite says; with --json exactly this is printed. */
export interface BenchReport {
  schemaVersion: 1;
  /** Every goal met and nothing else broken; with --quick goals of speed are not judged. */
  ok: boolean;
  suite: string;
  isQuick: boolean;
  machine: Machine;
  figures: Figure[];
  notes: string[];
  failures: string[];
}

const HEAD = ['figure', 'value', 'unit', 'goal', 'met', 'baseline', 'ratio'];

/** A table for people. */
export function tableText(report: BenchReport): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  for (const figure of report.figures) table.push(cells(figure));
  return [headline(report), table.toString(), ...remarks(report), ''].join('\n');
}

/** The same as a Markdown section. */
export function markdownText(report: BenchReport): string {
  const rows = [HEAD, HEAD.map(() => '---'), ...report.figures.map(cells)];
  const table = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [`### ${report.suite}`, '', headline(report), '', ...table, '', ...remarks(report), ''].join('\n');
}

function headline({ suite, machine, isQuick }: BenchReport): string {
  const { cores, cpu, node, redis, loadBefore } = machine;
  const where = `${cores} cores (${cpu}), Node ${node}, Redis ${redis}, load average before ${loadBefore}`;
  return `${suite}${isQuick ? ' (quick: no statement about speed)' : ''}: ${where}`;
}

function remarks({ notes, failures }: BenchReport): string[] {
  return [...notes.map((note) => `- ${note}`), ...failures.map((failure) => `- FAILED: ${failure}`)];
}

function cells({ name, value, unit, goal, met, baseline, ratio, spread }: Figure): string[] {
  const range = spread === undefined ? '' : ` (${show(spread.min)} to ${show(spread.max)}, ${spread.rounds} rounds)`;
  return [
    name,
    show(value) + range,
    unit,
    goal === null ? '' : show(goal),
    met === null ? '' : met ? 'yes' : 'NO',
    baseline === undefined ? '' : `${baseline.name} ${show(baseline.value)}`,
    ratio === null ? '' : show(ratio),
  ];
}

function show(value: number): string {
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
