import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface RecordedMail {
  from: string;
  to: string[];
  /** Headers and body as they came. */
  raw: string;
}

/** A real SMTP server that keeps what it was sent. */
export class MailRecorder {
  readonly mails: RecordedMail[] = [];
  /** An SMTP code to refuse the message with, or undefined to take it. */
  refusal: (index: number) => number | undefined = () => undefined;
  #tries = 0;
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const code = this.refusal(this.#tries++);
          if (code !== undefined) {
            done(Object.assign(new Error('refused'), { responseCode: code }));
            return;
          }
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
          });
          done();
        });
      },
    });
  }

  static async start(): Promise<MailRecorder> {
    const recorder = new MailRecorder();
    await new Promise<void>((resolve) => recorder.#server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
