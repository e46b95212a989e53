import { textOf, type RefusedItem, type SendProtocol, type TakenLines } from './send-protocol.ts';

const ACTION = '{"create":{}}\n';

interface ItemAnswer {
  status: number;
  error?: { type?: string; reason?: string };
}

/** Elasticsearch bulk: each line a document. */
export const bulkProtocol: SendProtocol = {
  path: '/_bulk?filter_path=errors,items.*.error,items.*.status',
  contentType: () => 'application/x-ndjson',
  scheme: 'ApiKey',
  encode: (lines, kind) =>
    Buffer.from(
      lines
        .map((line) => line.toString('utf8'))
        .map((text) => `${ACTION}${kind === 'json' ? text : JSON.stringify({ message: text })}\n`)
        .join(''),
    ),
  judge: (status, answer, lines) => {
    if (status !== 200) return undefined;
    if (answer['errors'] === false) return { accepted: lines, refused: 0, errors: [] };
    return taken((answer['items'] ?? []) as Record<string, ItemAnswer>[]);
  },
  reason: ({ error }) => {
    const { type, reason } = (error ?? {}) as { type?: unknown; reason?: unknown };
    return { code: textOf(type), text: textOf(reason) };
  },
};

function taken(items: readonly Record<string, ItemAnswer>[]): TakenLines {
  const errors: RefusedItem[] = [];
  const again: number[] = [];
  items.forEach((item, index) => {
    const [answer] = Object.values(item);
    if (answer === undefined || answer.status < 300) return;
    if (answer.status === 429 || answer.status >= 500) again.push(index);
    else errors.push({ index, code: answer.error?.type ?? 'refused', detail: answer.error?.reason ?? '' });
  });
  return { accepted: items.length - errors.length - again.length, refused: errors.length, errors, again };
}
