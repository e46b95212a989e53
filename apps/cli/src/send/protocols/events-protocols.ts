import { textOf, type RefusedItem, type SendProtocol } from './send-protocol.ts';

const LINE_END = Buffer.from('\n');

/** What `POST /v1/events` answers, and CloudEvents and webhooks with it. */
const judged: Pick<SendProtocol, 'judge' | 'reason'> = {
  judge: (status, answer) => {
    const isAllRefused = status === 400 && answer['errors'] !== undefined;
    if (status !== 202 && !isAllRefused) return undefined;
    const errors = (answer['errors'] ?? []) as RefusedItem[];
    const { accepted = 0, refused = errors.length } = answer as { accepted?: number; refused?: number };
    return { accepted, refused, errors };
  },
  reason: ({ code, detail, title }) => ({ code: textOf(code), text: textOf(detail) ?? textOf(title) }),
};

/** The gateway's own: each line as it is. */
export const eventsProtocol: SendProtocol = {
  path: '/v1/events',
  contentType: (kind) => (kind === 'json' ? 'application/x-ndjson' : 'text/plain'),
  scheme: 'Bearer',
  encode: (lines) => joined(lines),
  ...judged,
};

/** A batch of CloudEvents whose data the lines are. */
export const cloudEventsProtocol: SendProtocol = {
  path: '/v1/cloudevents',
  contentType: () => 'application/cloudevents-batch+json',
  scheme: 'Bearer',
  encode: (lines, kind, id) => {
    const events = lines.map((line, at) => {
      const data = kind === 'json' ? line.toString('utf8') : JSON.stringify(line.toString('utf8'));
      return `{"specversion":"1.0","id":"${id}-${at}","source":"redoubt-send","type":"redoubt.line","data":${data}}`;
    });
    return Buffer.from(`[${events.join(',')}]`);
  },
  ...judged,
};

/** A webhook with a list of events. */
export const webhookProtocol: SendProtocol = {
  path: '/v1/webhooks/generic',
  contentType: () => 'application/json',
  scheme: 'Bearer',
  encode: (lines, kind) => {
    const events = lines.map((line) => {
      const text = line.toString('utf8');
      return kind === 'json' ? text : JSON.stringify({ message: text });
    });
    return Buffer.from(`[${events.join(',')}]`);
  },
  ...judged,
};

/** Lines with line ends. */
export function joined(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, LINE_END]));
}
