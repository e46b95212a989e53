import { toError } from '@redoubt/contracts';
import type { DeliveryResult } from '../delivery-result.ts';
import { classifySmtp, transportTo, type MailSenderOptions } from './mail-transport.ts';

/** A mail to one person that is not about an alert. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments?: readonly { filename: string; contentType: string; content: Buffer }[];
}

/** Sends mails of the platform itself through its own mail server. */
export class Mailer {
  readonly #server: MailSenderOptions;

  constructor(server: MailSenderOptions) {
    this.#server = server;
  }

  /** One try, within half a minute. Never rejects. */
  async send(mail: Mail): Promise<DeliveryResult> {
    const { from, host, ca } = this.#server;
    try {
      const headers = { 'Auto-Submitted': 'auto-generated' };
      await transportTo(this.#server, host, ca).sendMail({
        from,
        ...mail,
        attachments: [...(mail.attachments ?? [])],
        headers,
      });
      return { kind: 'sent', detail: 'accepted' };
    } catch (thrown) {
      return classifySmtp(toError(thrown));
    }
  }
}
