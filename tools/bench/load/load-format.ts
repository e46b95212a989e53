/** How requests of a load are spelled, and how one is known to have been taken as a whole. */
export interface LoadFormat {
  path: string;
  contentType: string;
  /** What stands around each event. */
  before: string;
  after: string;
  /** Status of a request that was taken. */
  status: number;
  isTaken(body: string, events: number): boolean;
}

const accepted = (body: string, events: number): boolean => body.startsWith(`{"accepted":${events},"refused":0`);

export const LOAD_FORMATS = {
  ndjson: {
    ...{ path: '/v1/events', contentType: 'application/x-ndjson', before: '', after: '' },
    ...{ status: 202, isTaken: accepted },
  },
  json: {
    ...{ path: '/v1/events', contentType: 'application/json', before: '', after: '' },
    ...{ status: 202, isTaken: accepted },
  },
  /** As shippers send it: all metadata in front of the event. */
  hec: {
    path: '/services/collector/event',
    contentType: 'application/json',
    before: '{"time":1763800000.125,"host":"web-1","source":"/var/log/app.json","sourcetype":"_json","event":',
    after: '}',
    status: 200,
    isTaken: (body) => body.startsWith('{"text":"Success","code":0'),
  },
  /** As Filebeat and Logstash send it. */
  bulk: {
    path: '/_bulk?filter_path=errors,items.*.error,items.*.status',
    contentType: 'application/x-ndjson',
    before: '{"create":{"_index":"logs-app-default"}}\n',
    after: '',
    status: 200,
    isTaken: (body) => body.startsWith('{"errors":false'),
  },
} as const satisfies Record<string, LoadFormat>;

export type LoadFormatName = keyof typeof LOAD_FORMATS;
