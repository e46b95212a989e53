import { isIP } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import type { DeliveryResult } from '../delivery-result.ts';

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

/** One connection per message. @param address  what is connected to; certificates are for the server's name */
export function transportTo(server: MailServer, address: string, ca?: string): Transporter {
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
export function classifySmtp(error: SmtpError): DeliveryResult {
  const { responseCode, code } = error;
  if (responseCode === undefined) return { kind: 'retry', detail: `mail server: ${code ?? error.name}` };
  const detail = `SMTP ${responseCode}`;
  return responseCode >= 500 && code !== 'EAUTH' ? { kind: 'dead', detail } : { kind: 'retry', detail };
}
