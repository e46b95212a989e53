import { z } from 'zod';
import { severityOfWord, timeOf, vulnerabilityOf, type ScanReport } from './scan-report.ts';

const text = z.string().optional().catch(undefined);

const trivySchema = z.object({
  SchemaVersion: z.number(),
  CreatedAt: text,
  Results: z
    .array(
      z.object({
        Vulnerabilities: z
          .array(
            z.object({
              VulnerabilityID: z.string().min(1),
              PkgName: z.string().default(''),
              InstalledVersion: text,
              FixedVersion: text,
              Severity: text,
              Title: text,
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/**
 * `trivy … --format json`: the packages of one image, file system or host.
 *
 * @throws Error when it is none
 */
export function trivyReport(value: unknown): ScanReport {
  const report = trivySchema.parse(value);
  const vulnerabilities = (report.Results ?? []).flatMap((result) =>
    (result.Vulnerabilities ?? []).map((one) =>
      vulnerabilityOf({
        ...{ id: one.VulnerabilityID, severity: severityOfWord(one.Severity), component: one.PkgName },
        ...{ version: one.InstalledVersion, fixedIn: one.FixedVersion, title: one.Title },
      }),
    ),
  );
  return { scanner: 'trivy', ...timeOf(report.CreatedAt), hosts: [{ vulnerabilities }] };
}

const grypeSchema = z.object({
  matches: z.array(
    z.object({
      vulnerability: z.object({
        id: z.string().min(1),
        severity: text,
        description: text,
        fix: z.object({ versions: z.array(z.string()).nullish() }).nullish(),
      }),
      artifact: z.object({ name: z.string(), version: text }),
    }),
  ),
  descriptor: z.object({ timestamp: text }).nullish(),
});

/**
 * `grype … -o json`: the packages of one image, file system or host.
 *
 * @throws Error when it is none
 */
export function grypeReport(value: unknown): ScanReport {
  const report = grypeSchema.parse(value);
  const vulnerabilities = report.matches.map(({ vulnerability, artifact }) =>
    vulnerabilityOf({
      ...{ id: vulnerability.id, severity: severityOfWord(vulnerability.severity), component: artifact.name },
      ...{ version: artifact.version, fixedIn: vulnerability.fix?.versions?.join(', ') },
      title: vulnerability.description,
    }),
  );
  return { scanner: 'grype', ...timeOf(report.descriptor?.timestamp), hosts: [{ vulnerabilities }] };
}
