import type { Alert } from '@redoubt/contracts';
import type { Message } from '../message.ts';
import { escapeSlack } from './escape.ts';
import { factsOf, headline, restOf, SHOWN_ALERTS } from './facts.ts';
import { plain } from './plain.ts';

type Block = Readonly<Record<string, unknown>>;

/** Body of an incoming webhook: blocks, and a text for where blocks are not shown. Within Slack's limits. */
export function renderSlack(message: Message): { text: string; blocks: Block[] } {
  const head = headline(message);
  const shown = message.alerts.slice(0, SHOWN_ALERTS);
  return {
    text: `${escapeSlack(head)} · ${escapeSlack(plain(message.alerts[0].reason, 500))}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: plain(head, 150), emoji: false } },
      ...shown.map((alert) => section(alert, message)),
      { type: 'context', elements: [{ type: 'plain_text', text: restOf(message), emoji: false }] },
    ],
  };
}

function section(alert: Alert, { linkOf }: Message): Block {
  const title = escapeSlack(plain(alert.title));
  const lines = factsOf(alert).map(([label, value]) => `${label}: ${escapeSlack(value)}`);
  const link = linkOf ? [`<${linkOf(alert.alertId)}|Open>`] : [];
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cut([`*${title}*`, ...lines, ...link], 3_000), verbatim: true },
  };
}

/** Whole lines up to a length, so that no escape is cut in two. */
function cut(lines: readonly string[], maxLength: number): string {
  let text = '';
  for (const line of lines) {
    if (text.length + line.length + 1 > maxLength) continue;
    text += text === '' ? line : `\n${line}`;
  }
  return text;
}
