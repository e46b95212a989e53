import type { Mailer } from '@redoubt/notifications';
import { renderInvitation } from '@redoubt/notifications';
import type { Invitation } from '@redoubt/tenancy';

/** What an invitation's mail says. */
export interface InvitationMail {
  invitation: Invitation;
  token: string;
  /** Name of the organisation for people. */
  organization: string;
  invitedBy: string;
}

/** Sends the links of invitations to those who are invited. */
export class InvitationMailer {
  readonly #mailer: Pick<Mailer, 'send'>;
  readonly #dashboardUrl: string;

  /** @param dashboardUrl  where people reach the page: never taken from a request, whose sender could name any host */
  constructor(mailer: Pick<Mailer, 'send'>, dashboardUrl: string) {
    this.#mailer = mailer;
    this.#dashboardUrl = dashboardUrl;
  }

  /** One try. Never rejects; `detail` is what the mail server said. */
  async send({ invitation, token, ...names }: InvitationMail): Promise<{ ok: boolean; detail: string }> {
    const { email: to, role, expiresAtMs } = invitation;
    // Behind `#` it reaches no server's log.
    const link = new URL(`/invite#${token}`, this.#dashboardUrl).href;
    const { kind, detail } = await this.#mailer.send({
      to,
      ...renderInvitation({ ...names, role, expiresAtMs, link }),
    });
    return { ok: kind === 'sent', detail };
  }
}
