const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and quoted attributes of HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML[char] as string);
}

/**
 * For Slack's mrkdwn: the three characters that can begin a link or mention are written as entities, and the ones that
 * format lose their meaning to an invisible joiner beside them.
 * Source: api.slack.com/reference/surfaces/formatting, "Escaping text".
 */
export function escapeSlack(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[*_~`]/g, (char) => `\u2060${char}\u2060`);
}
