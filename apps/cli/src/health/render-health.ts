import { formatBytes, formatCount } from '../output/number.ts';
import { formatDuration } from '../output/duration.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { formatSecond } from '../output/time.ts';
import { HEALTH_AREAS, type HealthArea, type HealthCheck } from './check.ts';
import type { HealthJson } from './health-json.ts';

const statusWords: Readonly<Record<HealthJson['status'], string>> = {
  secure: 'SECURE',
  at_risk: 'AT RISK',
  not_fully_measured: 'NOT FULLY MEASURED',
};

const areaWords: Readonly<Record<HealthArea, string>> = {
  authentication: 'Authentication',
  access_control: 'Access control',
  encryption: 'Encryption',
  network: 'Network',
  audit: 'Monitoring',
  availability: 'Availability',
  configuration: 'Configuration',
  performance: 'Performance',
  data_flow: 'Data flow',
  services: 'Services',
};

type Marks = Readonly<Record<HealthCheck['status'], string>>;
/** Symbols are for terminals; programs that read text get words. */
const symbols: Marks = { pass: '✅', fail: '❌', not_measured: '❔', not_applicable: '➖' };
const wordMarks: Marks = { pass: '[ok]  ', fail: '[FAIL]', not_measured: '[?]   ', not_applicable: '[-]   ' };

export interface RenderOptions {
  /** Every check with what was seen, instead of those that need somebody. */
  isFull: boolean;
  isTerminal: boolean;
}

/** What to look at in the morning, the worst first; everything is in the JSON. */
export function renderHealth(health: HealthJson, view: View, { isFull, isTerminal }: RenderOptions): string {
  const marks = isTerminal ? symbols : wordMarks;
  const blocks = [
    [headLine(health, view, isTerminal), ...areaLines(health, marks)].join('\n'),
    renderNodes(health, view),
    isFull ? renderAll(health.checks, marks, view) : renderTrouble(health.checks, marks, view),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function headLine({ status, security, at, tookMs }: HealthJson, { style }: View, isTerminal: boolean): string {
  const paint = status === 'secure' ? style.good : status === 'at_risk' ? style.bad : style.warn;
  const score = security?.score == null ? '' : `  score ${Math.round(security.score)}/100`;
  const when = style.dim(`${formatSecond(Date.parse(at))}, in ${formatDuration(tookMs)}`);
  return `${isTerminal ? '🔒 ' : ''}Redis Security Status: ${paint(statusWords[status])}${score}  ${when}`;
}

function areaLines(health: HealthJson, marks: Marks): string[] {
  return HEALTH_AREAS.flatMap((area) => {
    const checks = health.checks.filter((check) => check.area === area);
    if (checks.length === 0) return [];
    return [`${marks[worst(checks)]} ${areaWords[area]}: ${printable(areaText(area, checks, health))}`];
  });
}

/** Nothing is said well of an area of which a part was not seen. */
function worst(checks: readonly HealthCheck[]): HealthCheck['status'] {
  for (const status of ['fail', 'not_measured', 'pass'] as const) {
    if (checks.some((check) => check.status === status)) return status;
  }
  return 'not_applicable';
}

function areaText(area: HealthArea, checks: readonly HealthCheck[], health: HealthJson): string {
  const status = worst(checks);
  const those = checks.filter((check) => check.status === status);
  if (status === 'fail') {
    const [first] = [...those].sort((a, b) => Number(b.isCritical) - Number(a.isCritical));
    const more = those.length > 1 ? ` (and ${those.length - 1} more)` : '';
    return `${first?.evidence ?? ''}${more}`;
  }
  if (status === 'not_measured') return `not measured: ${those.map(({ title }) => title).join('; ')}`;
  if (status === 'not_applicable') return those[0]?.evidence ?? '';
  const seen = those.filter(({ source }) => source === 'measured');
  return (
    goodText(area, health) ?? [...new Set((seen.length > 0 ? seen : those).map(({ evidence }) => evidence))].join('; ')
  );
}

/** The words of the requirements. */
function goodText(area: HealthArea, { checks, security }: HealthJson): string | undefined {
  const isPass = (checkId: string): boolean =>
    checks.some((check) => check.checkId === checkId && check.status === 'pass');
  const hasTls = isPass('tls.plaintext-off');
  if (area === 'authentication') return hasTls ? 'Enabled (ACL + TLS)' : 'Enabled (ACL)';
  if (area === 'encryption' && hasTls) return isPass('crypto.at-rest') ? 'Data at rest + transit' : 'Data in transit';
  if (area === 'access_control' && isPass('acl.no-drift')) return 'Users as declared on every node';
  if (area === 'network') return 'Isolated (internal only)';
  if (area === 'audit' && security) return `Active (${security.incidents24h} alerts)`;
  return undefined;
}

function renderNodes({ nodes }: HealthJson, view: View): string {
  const { style } = view;
  const rows = nodes.map((node) => {
    if (!node.isMeasured) return [node.address, node.role, style.bad(node.failure ?? 'not measured')];
    const memory = node.usedMemoryBytes === undefined ? '-' : formatBytes(node.usedMemoryBytes);
    const limit = node.maxMemoryBytes ? ` of ${formatBytes(node.maxMemoryBytes)}` : '';
    const behind =
      node.replicationLagBytes === undefined ? 'linked' : `${formatBytes(node.replicationLagBytes)} behind`;
    const link = node.isLinked === undefined ? '-' : node.isLinked ? behind : style.bad('not linked');
    return [
      ...[
        node.address,
        node.role,
        link,
        node.latencyMs === undefined ? '-' : `${node.latencyMs}ms`,
        `${memory}${limit}`,
      ],
      ...[node.opsPerSecond, node.connectedClients, node.failedLogins, node.deniedCommands].map((n) =>
        n === undefined ? '-' : formatCount(n),
      ),
      node.version ?? '-',
    ];
  });
  return renderTable(
    [
      ...[{ name: 'node' }, { name: 'role' }, { name: 'replication' }, { name: 'ping', align: 'right' as const }],
      { name: 'memory', align: 'right' },
      ...['ops/s', 'clients', 'bad logins', 'denied'].map((name) => ({ name, align: 'right' as const })),
      { name: 'version' },
    ],
    rows.map((row) => [...row, ...Array.from({ length: 10 - row.length }, () => '')]),
    view,
  );
}

const order: readonly HealthCheck['status'][] = ['fail', 'not_measured', 'pass', 'not_applicable'];

function byGravity(a: HealthCheck, b: HealthCheck): number {
  return order.indexOf(a.status) - order.indexOf(b.status) || Number(b.isCritical) - Number(a.isCritical);
}

function renderTrouble(checks: readonly HealthCheck[], marks: Marks, { style }: View): string {
  const failed = checks.filter(({ status }) => status === 'fail').sort(byGravity);
  const unseen = checks.filter(({ status }) => status === 'not_measured');
  const lines = failed.map(
    ({ status, isCritical, title, evidence, fix }) =>
      `${marks[status]} ${isCritical ? style.bad('critical ') : ''}${title}: ${printable(evidence)}\n       ${style.dim(`→ ${fix}`)}`,
  );
  const reasons = Map.groupBy(unseen, ({ evidence }) => evidence);
  const missing = [...reasons].map(
    ([evidence, list]) =>
      `${marks.not_measured} not measured: ${list.map(({ title }) => title).join('; ')}\n       ${style.dim(printable(evidence))}`,
  );
  return [...lines, ...missing].join('\n');
}

function renderAll(checks: readonly HealthCheck[], marks: Marks, view: View): string {
  const rows = [...checks]
    .sort(byGravity)
    .map(({ status, checkId, evidence, source, fix }) => [
      marks[status].trim(),
      checkId,
      printable(evidence),
      source,
      status === 'fail' ? fix : '-',
    ]);
  const columns = [
    { name: 'is' },
    { name: 'check' },
    { name: 'seen', isFlexible: true },
    { name: 'by' },
    { name: 'fix' },
  ];
  return renderTable(columns, rows, view);
}
