import { z } from 'zod';

/** What `npm audit --json` says (auditReportVersion 2), as far as it is of use. */
export const auditReportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      /** Advisories of the package itself; texts name packages that bring it. */
      via: z.array(
        z.union([
          z.string(),
          z.object({ title: z.string(), url: z.string(), severity: z.string(), range: z.string().default('*') }),
        ]),
      ),
      /** Where it stands in the lock file. */
      nodes: z.array(z.string()).default([]),
    }),
  ),
});
export type AuditReport = z.output<typeof auditReportSchema>;

/** A weakness that is known and lived with. */
export const acceptedSchema = z.array(
  z.strictObject({
    /** `GHSA-…`. */
    advisory: z.string().regex(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/),
    package: z.string().min(1),
    /** Why it harms nobody here. */
    reason: z.string().min(20),
    /** Last day of it, UTC: then it is looked at again. */
    until: z.iso.date(),
  }),
);
export type Accepted = z.output<typeof acceptedSchema>;

export interface Finding {
  package: string;
  advisory: string;
  severity: string;
  title: string;
  /** Where in the lock file. */
  nodes: string[];
}

export interface Judgement {
  /** High and critical ones of what is shipped, that nobody accepted or not any more. */
  refused: Finding[];
  accepted: Finding[];
  /** Lower ones, and those of tools that are not shipped: told, not refused. */
  others: Finding[];
}

const REFUSED = ['high', 'critical'];
const DAY_MS = 86_400_000;

/**
 * Sorts what an audit found.
 *
 * @param given.shipped  paths of the lock file that go into an image or the page
 */
export function judgeAudit(
  report: AuditReport,
  given: { shipped: ReadonlySet<string>; accepted: Accepted; nowMs: number },
): Judgement {
  const judgement: Judgement = { refused: [], accepted: [], others: [] };
  for (const finding of findingsOf(report)) {
    const isRefused = REFUSED.includes(finding.severity) && finding.nodes.some((path) => given.shipped.has(path));
    if (!isRefused) judgement.others.push(finding);
    else if (isAccepted(finding, given)) judgement.accepted.push(finding);
    else judgement.refused.push(finding);
  }
  return judgement;
}

function findingsOf({ vulnerabilities }: AuditReport): Finding[] {
  return Object.values(vulnerabilities).flatMap(({ name, via, nodes }) =>
    via.flatMap((one) => {
      if (typeof one === 'string') return [];
      const { title, url, severity } = one;
      return [{ package: name, advisory: url.split('/').at(-1) ?? url, severity, title, nodes }];
    }),
  );
}

function isAccepted(finding: Finding, { accepted, nowMs }: { accepted: Accepted; nowMs: number }): boolean {
  return accepted.some(
    ({ advisory, package: name, until }) =>
      advisory === finding.advisory && name === finding.package && nowMs < Date.parse(until) + DAY_MS,
  );
}
