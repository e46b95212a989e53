import { lookup } from 'node:dns/promises';
import { toError } from '@redoubt/contracts';
import { isPublicAddress } from '@redoubt/service';
import type { Transporter } from 'nodemailer';
import type { ChannelOf } from '../channel.ts';
import type { DeliveryResult } from '../delivery-result.ts';
import type { Message } from '../message.ts';
import { renderEmail } from '../templates/email.ts';
import { classifySmtp, transportTo, type MailSenderOptions } from './mail-transport.ts';

/** Sends messages by mail; one connection per message. */
export class MailSender {
  readonly #own: MailSenderOptions | undefined;
  readonly #isPrivateAllowed: boolean;

  constructor(own: MailSenderOptions | undefined, options: { isPrivateAllowed: boolean }) {
    this.#own = own;
    this.#isPrivateAllowed = options.isPrivateAllowed;
  }

  /** One try. The Message-ID is the same at every one, so that a mailbox can tell. Never rejects. */
  async send(channel: ChannelOf<'email'>, message: Message, signal?: AbortSignal): Promise<DeliveryResult> {
    if (signal?.aborted) return { kind: 'retry', detail: 'cut short' };
    const from = channel.from ?? this.#own?.from;
    if (from === undefined) return { kind: 'dead', detail: 'no sender address is configured' };
    try {
      const transport = await this.#transportFor(channel);
      if (!('sendMail' in transport)) return transport;
      const info = await transport.sendMail({
        from,
        to: [...channel.to],
        messageId: `<${message.messageId}@redoubt>`,
        // RFC 3834: keeps out-of-office answers away.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Redoubt-Group': message.groupHash },
        ...renderEmail(message),
      });
      const refused = info.rejected?.length ?? 0;
      const detail = refused > 0 ? `${refused} of ${channel.to.length} recipients refused` : 'accepted';
      return { kind: 'sent', detail };
    } catch (thrown) {
      return classifySmtp(toError(thrown));
    }
  }

  async #transportFor({ smtp }: ChannelOf<'email'>): Promise<Transporter | DeliveryResult> {
    if (smtp === undefined) {
      if (this.#own === undefined) return { kind: 'dead', detail: 'no mail server is configured' };
      return transportTo(this.#own, this.#own.host, this.#own.ca);
    }
    const { host, port, isSecure, username, password } = smtp;
    const credentials = username !== undefined && password !== undefined ? { username, password } : undefined;
    const server = { host, port, isSecure, ...(credentials ? { credentials } : {}) };
    if (this.#isPrivateAllowed) return transportTo(server, host);
    // The address that was checked is the one that is connected to; the certificate is still the name's.
    const addresses = await lookup(host, { all: true });
    const isPublic = addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address));
    if (!isPublic) return { kind: 'dead', detail: 'target refused: not a public address' };
    return transportTo(server, addresses[0]?.address ?? host);
  }
}
