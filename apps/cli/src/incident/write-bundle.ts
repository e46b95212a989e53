import { createHash } from 'node:crypto';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '@redoubt/compliance';
import { toError } from '@redoubt/contracts';
import { CliError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import { NOTHING_TO_CONTAIN, type DoneStep } from './contain.ts';
import { TITLES, type IncidentType } from './findings.ts';
import type { Gathered } from './gather.ts';

export interface BundleFacts {
  type: IncidentType;
  incidentId: string;
  organization: string;
  actor: string;
  steps: readonly DoneStep[];
  contacts: readonly string[];
  /** Whether `--contain` was given. */
  isContaining: boolean;
}

export interface Bundle {
  logFile: string;
  evidenceFile: string;
  /** SHA-256 of the evidence file, hex. */
  sha256: string;
}

/** Writes what was found for people and what was seen for machines, each readable by its owner alone. @throws CliError */
export async function writeBundle(folder: string, facts: BundleFacts, gathered: Gathered): Promise<Bundle> {
  const stamp = new Date(gathered.atMs).toISOString().slice(0, 19).replace('T', '_').replaceAll(/[-:]/g, '');
  const evidence = `${canonicalJson({ schemaVersion: 1, ...facts, ...gathered })}\n`;
  const sha256 = createHash('sha256').update(evidence).digest('hex');
  const [logFile, evidenceFile] = ['log', 'json'].map((extension) =>
    join(folder, `incident_${stamp}_${facts.incidentId.slice(0, 8)}.${extension}`),
  ) as [string, string];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(evidenceFile, evidence, { mode: 0o600, flag: 'wx' });
    await writeFile(logFile, logText(facts, gathered, sha256), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new CliError(EXIT.usage, `the evidence cannot be written: ${toError(error).message}`, [
      'name another folder with --out',
    ]);
  }
  return { logFile, evidenceFile, sha256 };
}

/** Adds to the log what was done; the evidence stays what it was before anything was done. @throws CliError */
export async function logSteps({ logFile }: Bundle, steps: readonly DoneStep[], atMs: number): Promise<void> {
  const lines = steps.map(({ text, outcome, detail }) => `  [${outcome}] ${text}: ${detail}`);
  try {
    await appendFile(
      logFile,
      `${['', `Containment, carried out ${new Date(atMs).toISOString()}`, ...lines].join('\n')}\n`,
    );
  } catch (error) {
    throw new CliError(EXIT.incomplete, `what was done cannot be logged: ${toError(error).message}`, lines);
  }
}

function logText(
  { type, incidentId, organization, actor, steps, contacts, isContaining }: BundleFacts,
  { atMs, sinceMs, investigation, nodes, alerts }: Gathered,
  sha256: string,
): string {
  const lines = [
    `Security incident: ${TITLES[type]}`,
    `Time       ${new Date(atMs).toISOString()}, looking back ${Math.round(sinceMs / 60_000)} minutes`,
    `Incident   ${incidentId} of ${organization}, opened by ${actor}`,
    `Evidence   SHA-256 ${sha256}`,
    '',
    'Findings',
    ...investigation.findings.map(
      ({ what, state, detail }) => `  [${{ good: ' ok ', bad: 'BAD ', unknown: ' ?  ' }[state]}] ${what}: ${detail}`,
    ),
    '',
    'Recommended actions',
    ...investigation.recommendations.map((text, i) => `  ${i + 1}. ${text}`),
    '',
    'Containment',
    ...(steps.length === 0
      ? [`  ${isContaining ? NOTHING_TO_CONTAIN : 'not asked for'}`]
      : steps.map(({ text, outcome, detail }) => `  [${outcome}] ${text}: ${detail}`)),
    '',
    `Nodes      ${nodes.nodes.map(({ address, role, configHash }) => `${address} ${role} config ${configHash.slice(0, 12)}`).join(', ')}`,
    ...(nodes.down.length > 0
      ? [`Silent     ${nodes.down.map(({ address, reason }) => `${address} (${reason})`).join(', ')}`]
      : []),
    '',
    'Alerts of the time',
    ...(alerts.length === 0
      ? ['  none']
      : alerts.map(
          ({ lastSeenMs, severity, title, status }) =>
            `  ${new Date(lastSeenMs).toISOString()} ${severity} ${status} ${title}`,
        )),
    '',
    'Escalation',
    ...(contacts.length === 0
      ? ['  nobody is set: ESCALATION_CONTACTS names who to call']
      : contacts.map((text) => `  ${text}`)),
  ];
  return `${lines.join('\n')}\n`;
}
