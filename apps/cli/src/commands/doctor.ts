import { z } from 'zod';
import { adminOptions } from '../acl/options.ts';
import { defineCommand } from '../command/definition.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { flag } from '../command/inputs.ts';
import { serviceOption } from '../health/service-option.ts';
import { findingSchema, type Finding } from '../doctor/finding.ts';
import { renderDoctor } from '../doctor/render-doctor.ts';
import { takeDoctor } from '../doctor/take-doctor.ts';

const count = z.number().int();
const doctorSchema = z.object({
  isReady: z.boolean().describe('nothing fails, and everything could be looked at'),
  counts: z.object({ ok: count, warn: count, fail: count, unknown: count }),
  findings: z.array(findingSchema),
});
export type DoctorJson = z.infer<typeof doctorSchema>;

export const doctor = defineCommand({
  path: 'doctor',
  summary: 'look for what is set up wrong: Redis, PostgreSQL, streams, services, files',
  details:
    'For whoever installs or moves the platform; "redoubt health" is about its security from day to day. Each line says what was seen and, where it is not well, what to do. Changes nothing. Ends with 3 when something fails, with 4 when nothing fails and something could not be looked at; warnings alone end with 0.',
  options: {
    all: flag('--all', 'also the lines where all is well'),
    service: serviceOption,
    ...adminOptions,
  },
  examples: [
    'redoubt doctor',
    'redoubt doctor --all',
    'redoubt doctor --json | jq \'.findings[] | select(.status=="fail")\'',
  ],
  result: doctorSchema,
  rowsOf: ({ findings }) => findings,
  run: async (context, { all, service, ...given }) => {
    const findings = await takeDoctor(context, { ...given, services: service ?? new Map<string, string>() });
    const result = summarise(findings);
    if (context.output.format !== 'table') return { result, exitCode: exitCodeOf(result) };
    context.output.text(renderDoctor(result, context.output.view(context.clock.now()), { isAll: all }));
    return { exitCode: exitCodeOf(result) };
  },
  // Written by `run`, which knows whether every line is wanted.
  render: () => '',
});

function summarise(findings: Finding[]): DoctorJson {
  const of = (status: Finding['status']): number => findings.filter((one) => one.status === status).length;
  const counts = { ok: of('ok'), warn: of('warn'), fail: of('fail'), unknown: of('unknown') };
  return { isReady: counts.fail + counts.unknown === 0, counts, findings };
}

function exitCodeOf({ counts }: DoctorJson): ExitCode {
  if (counts.fail > 0) return EXIT.checksFailed;
  return counts.unknown > 0 ? EXIT.incomplete : EXIT.ok;
}
