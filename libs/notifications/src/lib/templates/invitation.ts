import { escapeHtml } from './escape.ts';
import type { EmailText } from './email.ts';
import { plain } from './plain.ts';

export interface InvitationFacts {
  /** Name of the organisation for people. */
  organization: string;
  role: string;
  /** Who invites, as people know them. */
  invitedBy: string;
  link: string;
  expiresAtMs: number;
}

/** Subject, text and HTML of an invitation by mail; names are cleaned and escaped. */
export function renderInvitation(facts: InvitationFacts): EmailText {
  const [organization, invitedBy] = [plain(facts.organization, 200), plain(facts.invitedBy, 320)];
  const until = `${new Date(facts.expiresAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const lead = `${invitedBy} invites you to ${organization} on Redoubt as ${facts.role}.`;
  const rest = `The link works once, until ${until}. If you do not know what this is about, leave it alone.`;
  const link = escapeHtml(facts.link);
  return {
    subject: plain(`Invitation to ${organization} on Redoubt`, 200),
    text: [lead, '', facts.link, '', rest, ''].join('\n'),
    html:
      `<!doctype html><html><body><p>${escapeHtml(lead)}</p><p><a href="${link}">Accept the invitation</a></p>` +
      `<p>${link}</p><p>${escapeHtml(rest)}</p></body></html>`,
  };
}
