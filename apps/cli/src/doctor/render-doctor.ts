import type { DoctorJson } from '../commands/doctor.ts';
import { counted } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { DOCTOR_AREAS, type DoctorArea, type Finding } from './finding.ts';

const areaWords: Readonly<Record<DoctorArea, string>> = {
  settings: 'Settings',
  redis: 'Redis',
  postgresql: 'PostgreSQL',
  streams: 'Streams',
  services: 'Services',
  files: 'Files',
};
const marks: Readonly<Record<Finding['status'], string>> = {
  ok: '[ok]  ',
  warn: '[warn]',
  fail: '[FAIL]',
  unknown: '[?]   ',
};

/** What needs somebody, by area, each with what to do; all lines when wanted. */
export function renderDoctor({ findings, counts }: DoctorJson, view: View, { isAll }: { isAll: boolean }): string {
  const blocks = DOCTOR_AREAS.flatMap((area) => {
    const own = findings.filter((one) => one.area === area);
    if (own.length === 0) return [];
    const shown = isAll ? own : own.filter(({ status }) => status !== 'ok');
    const fine = own.length - shown.length;
    const rest = fine > 0 ? view.style.dim(`  ${fine} of ${own.length} fine`) : '';
    return [[`${view.style.head(areaWords[area])}${rest}`, ...shown.map((one) => lines(one, view))].join('\n')];
  });
  return [...blocks, headLine(counts, view)].join('\n\n');
}

function lines({ status, title, evidence, fix }: Finding, { style }: View): string {
  const paint = { ok: style.good, warn: style.warn, fail: style.bad, unknown: style.warn }[status];
  const what = `${paint(marks[status])} ${title}: ${printable(evidence)}`;
  return status === 'ok' ? what : `${what}\n       ${style.dim(`→ ${fix}`)}`;
}

function headLine(counts: DoctorJson['counts'], { style }: View): string {
  const rest = `${counts.ok} fine, ${counted(counts.warn, 'warning')}, ${counts.unknown} not looked at`;
  if (counts.fail > 0) return style.bad(`${counts.fail} to be put right`) + `; ${rest}`;
  return counts.unknown > 0 ? style.warn(`nothing fails; ${rest}`) : style.good(`ready; ${rest}`);
}
