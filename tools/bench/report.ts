import Table from 'cli-table3';
import type { Figure } from './figure.ts';
import { gapOf } from './gaps.ts';
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

const HEAD = ['figure', 'value', 'unit', 'goal', 'met', 'floor', 'baseline', 'ratio'];

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
  return [`## ${report.suite}`, '', headline(report), '', ...table, '', ...remarks(report), ''].join('\n');
}

/** The tables of one run as a page. */
export function pageText(reports: readonly BenchReport[], at: Date): string {
  const goals = reports.flatMap(({ figures }) => figures).filter(({ met }) => met !== null);
  const met = goals.filter((figure) => figure.met).length;
  const floors = reports.flatMap(({ figures }) => figures.flatMap(({ floor }) => (floor === undefined ? [] : [floor])));
  const names = reports.map(({ suite }) => `\`${suite}\``).join(', ');
  return [
    '# Performance',
    '',
    `Written by \`npm run bench -- all --out docs/reference/performance.md\` on ${at.toISOString().slice(0, 10)}; suites of this run: ${names}. ` +
      `${met} of ${goals.length} goals are met, ${floors.filter(({ isMet }) => isMet).length} of ${floors.length} earlier bars hold.`,
    '',
    'A cost is CPU time (user and system) of all processes of a kind. Costs depend on the machine and on what else it does; ratios and baselines are of the same run. ' +
      'The generator judges from outside: its own ids against the rows of PostgreSQL and what receivers got. "Floor" is the bar of an earlier goal for the same figure.',
    '',
    ...reports.map(markdownText),
  ].join('\n');
}

function headline({ suite, machine, isQuick }: BenchReport): string {
  const { cores, cpu, node, redis, loadBefore } = machine;
  const where = `${cores} cores (${cpu}), Node ${node}, Redis ${redis}, load average before ${loadBefore}`;
  return `${suite}${isQuick ? ' (quick: no statement about speed)' : ''}: ${where}`;
}

function remarks({ suite, figures, notes, failures }: BenchReport): string[] {
  const gaps = figures.flatMap(({ name, met }) => {
    const gap = met === false ? gapOf(suite, name) : undefined;
    return gap === undefined ? [] : [`- ${name}: ${gap}`];
  });
  return [...notes.map((note) => `- ${note}`), ...gaps, ...failures.map((failure) => `- FAILED: ${failure}`)];
}

function cells({ name, value, unit, goal, met, floor, baseline, ratio, spread }: Figure): string[] {
  const range = spread === undefined ? '' : ` (${show(spread.min)} to ${show(spread.max)}, ${spread.rounds} rounds)`;
  return [
    name,
    show(value) + range,
    unit,
    goal === null ? '' : show(goal),
    met === null ? '' : met ? 'yes' : 'NO',
    floor === undefined ? '' : `${show(floor.bound)} ${floor.isMet ? 'holds' : 'BROKEN'}`,
    baseline === undefined ? '' : `${baseline.name} ${show(baseline.value)}`,
    ratio === null ? '' : show(ratio),
  ];
}

function show(value: number): string {
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
