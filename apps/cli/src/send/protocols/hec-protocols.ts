import { joined } from './events-protocols.ts';
import { textOf, type SendProtocol, type TakenLines } from './send-protocol.ts';

/** Splunk HEC: each line the event of an object. */
export const hecProtocol: SendProtocol = {
  path: '/services/collector/event',
  contentType: () => 'application/json',
  scheme: 'Splunk',
  encode: (lines, kind) =>
    Buffer.from(
      lines
        .map((line) => line.toString('utf8'))
        .map((text) => `{"event":${kind === 'json' ? text : JSON.stringify(text)}}`)
        .join('\n'),
    ),
  judge: (status, answer, lines) => {
    if (status === 200) return { accepted: lines, refused: 0, errors: [] };
    const number = answer['invalid-event-number'];
    return status === 400 && typeof number === 'number' ? upTo(number, answer, lines) : undefined;
  },
  reason: ({ code, text }) => ({
    code: code === undefined ? undefined : `HEC code ${String(code)}`,
    text: textOf(text),
  }),
};

/** The raw endpoint of Splunk HEC: lines as they are. */
export const hecRawProtocol: SendProtocol = {
  ...hecProtocol,
  path: '/services/collector/raw',
  contentType: () => 'text/plain',
  encode: (lines) => joined(lines),
};

/** The collector stops at the first event it does not take; those behind it go again. */
function upTo(number: number, { code, text }: Record<string, unknown>, lines: number): TakenLines {
  const error = { index: number, code: `HEC code ${String(code)}`, detail: textOf(text) ?? '' };
  const again = Array.from({ length: Math.max(0, lines - number - 1) }, (_, at) => number + 1 + at);
  return { accepted: number, refused: 1, errors: [error], again };
}
