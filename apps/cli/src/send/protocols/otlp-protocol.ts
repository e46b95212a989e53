import { textOf, type SendProtocol } from './send-protocol.ts';

/** OTLP logs as JSON: each line the body of a log record. */
export const otlpProtocol: SendProtocol = {
  path: '/v1/logs',
  contentType: () => 'application/json',
  scheme: 'Bearer',
  encode: (lines, kind) => {
    const logRecords = lines.map((line) => ({ body: bodyOf(line.toString('utf8'), kind === 'json') }));
    const scope = { name: 'redoubt-send' };
    return Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ scope, logRecords }] }] }));
  },
  judge: (status, answer, lines) => {
    if (status !== 200) return undefined;
    const partial = (answer['partialSuccess'] ?? {}) as { rejectedLogRecords?: string | number; errorMessage?: string };
    const refused = Number(partial.rejectedLogRecords ?? 0);
    const detail = partial.errorMessage ?? '';
    // The answer names the first record only.
    const index = Number(/^log record (\d+)/.exec(detail)?.[1] ?? 0);
    return {
      accepted: lines - refused,
      refused,
      errors: refused > 0 ? [{ index, code: 'rejected', detail }] : [],
    };
  },
  reason: ({ code, message }) => ({
    code: code === undefined ? undefined : `RPC code ${String(code)}`,
    text: textOf(message),
  }),
};

function bodyOf(text: string, isJson: boolean): object {
  if (!isJson) return { stringValue: text };
  try {
    return anyValue(JSON.parse(text));
  } catch {
    return { stringValue: text };
  }
}

function anyValue(value: unknown): object {
  if (value === null || value === undefined) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  const values = Object.entries(value).map(([key, inner]) => ({ key, value: anyValue(inner) }));
  return { kvlistValue: { values } };
}
