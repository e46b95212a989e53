import type { Check, Measurement } from '../check.ts';
import type { DrillSeen, Evidence } from '../evidence.ts';
import { ofRecords } from '../measure.ts';

const area = 'availability';
const DAY_MS = 86_400_000;

/** Whether what is to be done after a failure was tried lately, and went well. */
export const DRILLS: readonly Check[] = [
  {
    ...{
      checkId: 'avail.failover-drill',
      area,
      rank: 'medium',
      title: 'A failover was tried lately, and lost nothing',
    },
    shows: 'The cluster comes back from the loss of a master, and how long that takes is known.',
    fix: 'redoubt drill failover --dry-run, then --yes',
    measure: (evidence) => ofDrill(evidence, 'failover'),
  },
  {
    ...{
      checkId: 'avail.restore-drill',
      area,
      rank: 'high',
      title: 'A backup was restored lately, and held what it should',
    },
    shows: 'Data can be brought back, and it was tried.',
    fix: 'redoubt drill restore with the newest backup',
    measure: (evidence) => ofDrill(evidence, 'restore'),
  },
];

function ofDrill(evidence: Evidence, kind: DrillSeen['kind']): Measurement {
  const { maxDrillAgeDays } = evidence.policy;
  return ofRecords(evidence, `newest row of drills, ${kind}`, ({ drills }) => {
    const drill = drills.find((one) => one.kind === kind);
    if (drill === undefined) return { value: 'none', unmeasured: 'no drill was ever made' };
    const ageDays = Math.floor((evidence.nowMs - drill.atMs) / DAY_MS);
    const day = new Date(drill.atMs).toISOString().slice(0, 10);
    const figures = Object.entries(drill.figures).map(([name, figure]) => `${name} ${figure}`);
    const value = [`${drill.isPassed ? 'passed' : 'failed'} on ${day}, by ${drill.by}`, ...figures].join(', ');
    if (!drill.isPassed) return { value, failed: `the drill of ${day} failed: ${drill.faults.slice(0, 3).join('; ')}` };
    if (ageDays > maxDrillAgeDays)
      return { value, failed: `the last drill, of ${day}, is more than ${maxDrillAgeDays} days old` };
    return { value, passed: `passed on ${day}, by ${drill.by}` };
  });
}
