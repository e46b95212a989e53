import { z } from 'zod';
import { CliError, usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { EXIT } from '../command/exit-code.ts';
import { argument, asChoice, asDuration, asInteger, asText, BadValue, option } from '../command/inputs.ts';
import { formatDuration } from '../output/duration.ts';
import { counted, formatBytes, formatCount } from '../output/number.ts';
import { printable } from '../output/printable.ts';
import { batchesOf, type Batch } from '../send/batches.ts';
import type { Carrier } from '../send/carrier.ts';
import { httpCarrier } from '../send/gateway.ts';
import { SEND_PROTOCOL_NAMES, SEND_PROTOCOLS } from '../send/protocols/index.ts';
import type { SendProtocol } from '../send/protocols/send-protocol.ts';
import { kindOf, openInput, type LineKind, type SendInput } from '../send/input.ts';
import { readLines, type InputLine } from '../send/read-lines.ts';
import { senderKey } from '../send/sender-key.ts';
import { syslogCarrier } from '../send/syslog-carrier.ts';

/** The gateway takes an event of at most 256 KiB unless it is set up otherwise. */
const maxLineBytes = 1024 * 1024;
/** Below the size from which the gateway works a body off in pieces: such a request stands or falls as a whole. */
const maxBatchBytes = 900_000;
const maxListed = 100;
/** Before lines go again of which the gateway took none. */
const againPauseMs = 1_000;
const shownRefusals = 10;
const barWidth = 24;

const KINDS = ['auto', 'json', 'text'] as const;
const PROTOCOLS = [...SEND_PROTOCOL_NAMES, 'syslog'] as const;
const SYSLOG_SCHEMES = ['tcp:', 'tls:'];

const sendSchema = z.object({
  input: z.string(),
  kind: z.enum(['json', 'text']).optional().describe('absent for empty input'),
  sent: z.number().int().describe('lines; blank ones are not counted'),
  accepted: z.number().int(),
  refused: z.number().int(),
  retries: z.number().int().describe('requests that were repeated because the gateway was busy or away'),
  sentBytes: z.number().int(),
  durationMs: z.number().int(),
  refusals: z
    .array(z.object({ line: z.number().int(), code: z.string(), detail: z.string() }))
    .describe(`the first ${maxListed}`),
});

type SendJson = z.infer<typeof sendSchema>;

export const send = defineCommand({
  path: 'send',
  summary: 'send lines of a file or of standard input to the gateway, in any of its protocols',
  details:
    'A line is one JSON event or one log line; the first line decides. Lines go out in order and are sent again until the gateway has taken them, and are stored once however often that is. Syslog has no answers: each line goes as a message of RFC 5424 with the key in it, counts as accepted when the gateway ends the connection in good order (over TCP: when it is durable), and may be stored twice when a connection breaks.',
  args: { file: argument('<file>', 'a file, or - for standard input', asText) },
  options: {
    url: option(
      '--url <url>',
      'base address of the gateway (default: REDOUBT_URL); syslog: tls://host:port, tcp://host:port',
      asUrl,
    ),
    keyFile: option('--key-file <file>', 'file with the API key (default: REDOUBT_API_KEY)', asText),
    kind: option('--kind <kind>', 'json, text or auto', asChoice(KINDS), { defaultValue: 'auto' }),
    protocol: option('--protocol <name>', `what to speak: ${PROTOCOLS.join(', ')}`, asChoice(PROTOCOLS), {
      defaultValue: 'events',
    }),
    logFormat: option('--log-format <name>', 'log lines: their format instead of finding it out', asText),
    timeZone: option('--time-zone <offset>', 'log lines: offset of their times, such as +02:00', asText),
    batch: option('--batch <n>', 'most lines of a request', asInteger({ min: 1, max: 10_000 }), {
      defaultValue: 1_000,
    }),
    retryFor: option('--retry-for <duration>', 'how long a request is repeated', asDuration, {
      defaultValue: 60_000,
      defaultText: '1m',
    }),
  },
  examples: [
    'redoubt send /var/log/auth.log --time-zone +02:00',
    'redoubt send --protocol hec big.ndjson',
    'redoubt send --protocol syslog --url tls://gateway.example.com:6514 big.ndjson',
    "jq -c '.[]' events.json | redoubt send - --url https://in.example.com --key-file edge-1.key",
  ],
  result: sendSchema,
  rowsOf: (result) => [result],
  isEndless: () => true,
  run: async (context, input) => {
    const carrier = carrierOf(context, input);
    const sender = new Sender(context, openInput(input.file, context.stdin), { carrier, retryForMs: input.retryFor });
    const result = await sender.run(input.kind, input.batch);
    return { result, exitCode: result.refused > 0 ? EXIT.incomplete : EXIT.ok };
  },
  render: (result) => sentenceOf(result),
});

function asUrl(text: string): string {
  if (!/^(https?|tcp|tls):\/\/[^/]/.test(text) || !URL.canParse(text)) {
    throw new BadValue('must be an http or https address, or tcp or tls with a port for syslog');
  }
  return text;
}

interface Given {
  url?: string | undefined;
  keyFile?: string | undefined;
  protocol: (typeof PROTOCOLS)[number];
  retryFor: number;
  logFormat?: string | undefined;
  timeZone?: string | undefined;
}

/** @throws CliError for an address that is none of the protocol, or no key */
function carrierOf(context: Context, input: Given): Carrier {
  const gateway = context.settings.gateway(input.url);
  if (gateway.url === undefined) throw usageError('there is no gateway to send to', 'give --url, or set REDOUBT_URL');
  const apiKey = senderKey(input.keyFile, gateway.apiKey);
  const base = new URL(gateway.url);
  const isSyslog = SYSLOG_SCHEMES.includes(base.protocol);
  if (isSyslog !== (input.protocol === 'syslog') || (isSyslog && base.port === '')) {
    throw usageError('--protocol syslog goes to tls://host:port or tcp://host:port, all others to http or https');
  }
  warnOfPlainText(context, base);
  const pause = (ms: number): Promise<void> => context.pause(ms);
  const common = { apiKey, retryForMs: input.retryFor, signal: context.signal, pause };
  if (input.protocol === 'syslog') {
    requireNoLogOptions(input);
    return syslogCarrier({ ...common, url: base });
  }
  const protocol = SEND_PROTOCOLS[input.protocol];
  return httpCarrier({ ...common, protocol, url: endpointOf(base, protocol, input) });
}

function requireNoLogOptions({ logFormat, timeZone }: Pick<Given, 'logFormat' | 'timeZone'>): void {
  if (logFormat === undefined && timeZone === undefined) return;
  throw usageError('--log-format and --time-zone go with --protocol events only');
}

function endpointOf(
  base: URL,
  protocol: SendProtocol,
  { logFormat, timeZone }: Pick<Given, 'logFormat' | 'timeZone'>,
): URL {
  const url = new URL(`${base.pathname.replace(/\/$/, '')}${protocol.path}`, base);
  if (protocol !== SEND_PROTOCOLS.events) requireNoLogOptions({ logFormat, timeZone });
  if (logFormat !== undefined) url.searchParams.set('format', logFormat);
  if (timeZone !== undefined) url.searchParams.set('timeZone', timeZone);
  return url;
}

function warnOfPlainText({ output }: Context, { protocol, hostname }: URL): void {
  const isLocal = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  if ((protocol === 'http:' || protocol === 'tcp:') && !isLocal) {
    output.warn(`the key travels to ${hostname} unencrypted: use ${protocol === 'http:' ? 'https' : 'tls'}`);
  }
}

/** One run of `send`. */
class Sender {
  readonly #context: Context;
  readonly #input: SendInput;
  readonly #carrier: Carrier;
  readonly #retryForMs: number;
  readonly #total: SendJson;
  readonly #startedAtMs = performance.now();
  #readBytes = 0;

  constructor(context: Context, input: SendInput, to: { carrier: Carrier; retryForMs: number }) {
    this.#context = context;
    this.#input = input;
    this.#carrier = to.carrier;
    this.#retryForMs = to.retryForMs;
    const counts = { sent: 0, accepted: 0, refused: 0, retries: 0, sentBytes: 0, durationMs: 0 };
    this.#total = { input: input.name, ...counts, refusals: [] };
  }

  async run(kind: LineKind | 'auto', batchLines: number): Promise<SendJson> {
    const { output, signal } = this.#context;
    // Whoever interrupts wants to know how far it came.
    signal.addEventListener('abort', () => output.note(`stopped: ${sentenceOf(this.#timed())}`), { once: true });
    const limits = { maxLines: batchLines, maxBytes: maxBatchBytes };
    const lines = this.#judged(readLines(this.#counted(), maxLineBytes), kind);
    for await (const batch of batchesOf(lines, limits, (number) => this.#tooLong(number))) await this.#send(batch);
    this.#noteRefusals();
    return this.#timed();
  }

  async *#counted(): AsyncGenerator<Buffer | string> {
    for await (const chunk of this.#input.stream) {
      this.#readBytes += chunk.length;
      yield chunk;
    }
  }

  /** Decides by the first line what all of them are. */
  async *#judged(lines: AsyncIterable<InputLine>, kind: LineKind | 'auto'): AsyncGenerator<InputLine> {
    for await (const line of lines) {
      if (line.bytes) this.#total.kind ??= kind === 'auto' ? kindOf(line.bytes) : kind;
      yield line;
    }
  }

  #tooLong(line: number): void {
    this.#total.sent++;
    this.#refuse(line, 'event_too_large', `longer than ${formatBytes(maxLineBytes)}`);
    this.#total.refused++;
  }

  /** @throws CliError when the gateway takes none of the lines for as long as requests are repeated */
  async #send({ numbers, lines, sizeBytes }: Batch, giveUpAtMs = this.#giveUpAtMs()): Promise<void> {
    const { accepted, refused, errors, retries, again = [] } = await this.#carrier(lines, this.#kind);
    const total = this.#total;
    total.sent += numbers.length - again.length;
    total.accepted += accepted;
    total.refused += refused;
    total.retries += retries;
    for (const { index, code, detail } of errors) this.#refuse(numbers[index] ?? 0, code, detail);
    const left = pick({ numbers, lines, sizeBytes }, again);
    total.sentBytes += sizeBytes - left.sizeBytes;
    this.#showProgress();
    if (again.length === 0) return;
    if (accepted + refused > 0) return this.#send(left);
    if (performance.now() > giveUpAtMs)
      throw new CliError(
        EXIT.unreachable,
        `the gateway did not take the events: ${counted(again.length, 'line')} left`,
      );
    await this.#context.pause(againPauseMs);
    await this.#send(left, giveUpAtMs);
  }

  #giveUpAtMs(): number {
    return performance.now() + this.#retryForMs;
  }

  get #kind(): LineKind {
    return this.#total.kind ?? 'text';
  }

  #refuse(line: number, code: string, detail: string): void {
    if (this.#total.refusals.length < maxListed) this.#total.refusals.push({ line, code, detail });
  }

  #showProgress(): void {
    const { sent, refused, durationMs } = this.#timed();
    const { sizeBytes } = this.#input;
    const share = sizeBytes ? barOf(this.#readBytes / sizeBytes) : '';
    const rate = formatCount(Math.round(sent / Math.max(0.001, durationMs / 1_000)));
    const refusals = refused > 0 ? `, ${formatCount(refused)} refused` : '';
    this.#context.output.progress(`${share}${formatCount(sent)} lines sent${refusals}, ${rate}/s`);
  }

  #noteRefusals(): void {
    const { refusals, refused } = this.#total;
    for (const { line, code, detail } of refusals.slice(0, shownRefusals)) {
      this.#context.output.warn(`line ${line} refused: ${code}: ${printable(detail)}`);
    }
    const more = refused - Math.min(shownRefusals, refusals.length);
    if (more > 0) this.#context.output.warn(`… and ${formatCount(more)} more; --json lists the first ${maxListed}`);
  }

  #timed(): SendJson {
    return { ...this.#total, durationMs: Math.round(performance.now() - this.#startedAtMs) };
  }
}

/** The lines of a batch that are to be sent again. */
function pick({ numbers, lines }: Batch, again: readonly number[]): Batch {
  const left = { numbers: again.map((at) => numbers[at] as number), lines: again.map((at) => lines[at] as Buffer) };
  return { ...left, sizeBytes: left.lines.reduce((sum, line) => sum + line.length + 1, 0) };
}

function barOf(share: number): string {
  const done = Math.round(share * barWidth);
  return `${'█'.repeat(done)}${'░'.repeat(barWidth - done)} ${Math.floor(share * 100)} %, `;
}

function sentenceOf({ sent, accepted, refused, retries, durationMs, sentBytes }: SendJson): string {
  const repeated = retries > 0 ? `, ${counted(retries, 'request')} repeated` : '';
  const what = `${counted(sent, 'line')} sent (${formatBytes(sentBytes)})`;
  return `${what}: ${formatCount(accepted)} accepted, ${formatCount(refused)} refused${repeated}, in ${formatDuration(durationMs)}`;
}
