import type { Severity } from '@redoubt/contracts';
import type { SinkOf } from '@redoubt/rulebook';
import { isAnswer, isSuccess, readRefusal, SinkHttp, type SinkAnswer, type SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

/** SeverityNumber of the OpenTelemetry log data model. */
const SEVERITY_NUMBER: Readonly<Record<Severity, number>> = {
  informational: 9,
  low: 11,
  medium: 13,
  high: 17,
  critical: 21,
};

/**
 * OpenTelemetry logs over HTTP in JSON. What is mapped is the body of each record, its id an attribute. A receiver that
 * rejects some does not say which, and has the others: a request with partial success must not come again (OTLP 1.x,
 * "Partial Success"), so it counts as sent, and how many were rejected is told.
 */
export class OtlpWriter implements SinkWriter {
  readonly #sink: SinkOf<'otlp'>;
  readonly #http: SinkHttp;
  readonly #url: string;

  constructor(sink: SinkOf<'otlp'>, reach: SinkReach) {
    this.#sink = sink;
    this.#http = new SinkHttp(reach, sink);
    this.#url = sink.url.endsWith('/v1/logs') ? sink.url : `${sink.url.replace(/\/$/, '')}/v1/logs`;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const { authorization } = this.#sink;
    const headers = {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
    const answer = await this.#http.ask(this.#url, { body: JSON.stringify(exportRequest(items)), headers }, signal);
    if (!isAnswer(answer)) return answer;
    return isSuccess(answer) ? readPartial(answer) : readRefusal(answer);
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function exportRequest(items: readonly SinkItem[]): object {
  const logRecords = items.map(({ id, stream, atMs, severity, kind, text, asset }) => ({
    timeUnixNano: `${atMs}000000`,
    severityNumber: SEVERITY_NUMBER[severity],
    severityText: severity,
    body: { stringValue: text },
    attributes: [
      ...[attribute('redoubt.id', id), attribute('redoubt.stream', stream), attribute('event.name', kind)],
      ...(asset === undefined ? [] : [attribute('host.name', asset)]),
    ],
  }));
  const resource = {
    attributes: [
      attribute('service.name', 'redoubt'),
      ...(items[0] ? [attribute('redoubt.organization', items[0].orgId)] : []),
    ],
  };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'redoubt' }, logRecords }] }] };
}

function attribute(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

function readPartial(answer: SinkAnswer): SendResult {
  try {
    const { partialSuccess } = JSON.parse(answer.body === '' ? '{}' : answer.body) as {
      partialSuccess?: { rejectedLogRecords?: string | number; errorMessage?: string };
    };
    const rejected = Number(partialSuccess?.rejectedLogRecords ?? 0);
    if (rejected > 0) {
      const said = `${rejected} of the request rejected: ${partialSuccess?.errorMessage ?? ''}`;
      return { kind: 'sent', trouble: said.slice(0, 500) };
    }
  } catch {
    // An answer of success that is no JSON is one still.
  }
  return { kind: 'sent' };
}
