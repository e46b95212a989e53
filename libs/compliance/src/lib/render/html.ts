import type { ComplianceReport, ReportCheck } from '../report/report.ts';
import {
  CONFIGURATION_WORDS,
  CONTROL_WORDS,
  FACT_WORDS,
  FIGURE_WORDS,
  figureText,
  periodText,
  scoreText,
  STATUS_WORDS,
  timeText,
} from './words.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a2433;background:#fff}' +
  'h1,h2{line-height:1.2}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d5dbe3}' +
  '.pass,.supported{color:#0b6b3a}.fail,.exception{color:#a61b1b;font-weight:600}.waived,.partial{color:#7a4b00}code{overflow-wrap:anywhere}';

/** A page to look at before the report is handed out: no scripts, nothing loaded from elsewhere. */
export function renderHtml(report: ComplianceReport): string {
  const { title, scope, period, summary, controls, checks, limits } = report;
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${safe(title)}</title><style>${STYLE}</style></head><body><main>` +
    `<h1>${safe(title)}</h1><p>${safe(scope.name)}, ${periodText(period)}. ${safe(summary.statement)}</p>` +
    `<p>Score ${scoreText(summary.score)}: ${safe(summary.score.formula)}. This is evidence, not an audit opinion.</p>` +
    section('Security configuration', ['Fact', 'State'], configurationRows(report)) +
    section('Operational security', ['Figure', 'Value'], figureRows(report)) +
    section(
      'Controls',
      ['Control', 'Asks for', 'Evidence'],
      controls.map(({ controlId, summary: asks, status }) => [
        safe(controlId),
        safe(asks),
        mark(status, CONTROL_WORDS[status]),
      ]),
    ) +
    section('Checks', ['Check', 'Result', 'Finding'], checks.map(checkRow)) +
    section(
      'Audit trail',
      ['When', 'Who', 'What', 'Why'],
      report.auditTrail.map((one) => [
        timeText(one.atMs),
        safe(one.actor),
        safe(`${one.action} ${one.target}`),
        safe(one.reason),
      ]),
    ) +
    `<h2>Limits</h2><ul>${limits.map((text) => `<li>${safe(text)}</li>`).join('')}</ul></main></body></html>\n`
  );
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<h2>${title}</h2><p>None in this period.</p>`;
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<h2>${title}</h2><table><thead>${cells('th scope="col"', head).replaceAll('</th scope="col">', '</th>')}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}

const mark = (name: string, text: string): string => `<span class="${name}">${text}</span>`;

function checkRow({ checkId, title, status, summary }: ReportCheck): string[] {
  return [`<code>${safe(checkId)}</code><br>${safe(title)}`, mark(status, STATUS_WORDS[status]), safe(summary)];
}

function configurationRows({ securityConfiguration }: ComplianceReport): string[][] {
  return Object.entries(securityConfiguration).map(([name, state]) => [
    CONFIGURATION_WORDS[name as keyof typeof CONFIGURATION_WORDS],
    FACT_WORDS[state as keyof typeof FACT_WORDS],
  ]);
}

function figureRows({ operationalSecurity }: ComplianceReport): string[][] {
  if (operationalSecurity === null) return [];
  const names = Object.keys(FIGURE_WORDS) as (keyof typeof FIGURE_WORDS)[];
  return names.map((name) => [FIGURE_WORDS[name], figureText(name, operationalSecurity[name])]);
}
