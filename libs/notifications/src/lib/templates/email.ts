import type { Alert } from '@redoubt/contracts';
import type { Message } from '../message.ts';
import { escapeHtml } from './escape.ts';
import { factsOf, headline, restOf, SHOWN_ALERTS } from './facts.ts';
import { plain } from './plain.ts';

export interface EmailText {
  subject: string;
  text: string;
  html: string;
}

/** Subject, text and HTML of a message by mail; everything from events and rules is escaped. */
export function renderEmail(message: Message): EmailText {
  const shown = message.alerts.slice(0, SHOWN_ALERTS);
  const head = headline(message);
  return {
    subject: plain(head, 200),
    text: [head, '', ...shown.map((alert) => alertText(alert, message)), restOf(message), ''].join('\n'),
    html: page(head, [...shown.map((alert) => alertHtml(alert, message)), `<p>${escapeHtml(restOf(message))}</p>`]),
  };
}

function alertText(alert: Alert, { linkOf }: Message): string {
  const rows = factsOf(alert).map(([label, value]) => `  ${label}: ${value}`);
  const link = linkOf ? [`  ${linkOf(alert.alertId)}`] : [];
  return [plain(alert.title), ...rows, ...link, ''].join('\n');
}

function alertHtml(alert: Alert, { linkOf }: Message): string {
  const rows = factsOf(alert)
    .map(([label, value]) => `<tr><th align="left">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('');
  const title = escapeHtml(plain(alert.title));
  const linked = linkOf ? `<a href="${escapeHtml(linkOf(alert.alertId))}">${title}</a>` : title;
  return `<h3>${linked}</h3><table cellpadding="4">${rows}</table>`;
}

function page(head: string, parts: readonly string[]): string {
  return `<!doctype html><html><body><h2>${escapeHtml(head)}</h2>${parts.join('')}</body></html>`;
}
