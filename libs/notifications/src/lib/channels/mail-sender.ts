import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { toError } from '@redoubt/contracts';
import { createTransport, type Transporter } from 'nodemailer';
import type { ChannelOf } from '../channel.ts';
import type { DeliveryResult } from '../delivery-result.ts';
import { isPublicAddress } from '../http/target-guard.ts';
import type { Message } from '../message.ts';
import { renderEmail } from '../templates/email.ts';

/** A mail server. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS is used when the server offers it. @default false */
  isSecure?: boolean;
  credentials?: { username: string; password: string };
}

/** The platform's own mail server: the operator's choice, so it may lie inside. */
export interface MailSenderOptions extends MailServer {
  /** `Redoubt <alerts@example.org>` */
  from: string;
  /** PEM text of a private authority. */
  ca?: string;
}

/** What an SMTP server said or what kept it from saying anything. */
interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

const timeoutMs = 10_000;

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

function transportTo(server: MailServer, address: string, ca?: string): Transporter {
  const { credentials } = server;
  return createTransport({
    host: address,
    port: server.port,
    secure: server.isSecure ?? false,
    // A certificate is for a name; for an address there is none to ask for.
    tls: { ...(isIP(server.host) === 0 ? { servername: server.host } : {}), ...(ca ? { ca } : {}) },
    ...(credentials ? { auth: { user: credentials.username, pass: credentials.password } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * RFC 5321, 4.2.1: 4yz is temporary, 5yz permanent. Refused credentials are for somebody to mend, so the message waits
 * for that.
 */
function classifySmtp(error: SmtpError): DeliveryResult {
  const { responseCode, code } = error;
  if (responseCode === undefined) return { kind: 'retry', detail: `mail server: ${code ?? error.name}` };
  const detail = `SMTP ${responseCode}`;
  return responseCode >= 500 && code !== 'EAUTH' ? { kind: 'dead', detail } : { kind: 'retry', detail };
}
