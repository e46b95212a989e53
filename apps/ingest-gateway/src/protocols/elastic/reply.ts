import type { Reply } from '../../http/protocol.ts';

const COMPATIBLE = /application\/vnd\.elasticsearch\+(?:x-nd)?json;\s*compatible-with=(\d{1,2})/;

/** An answer with the header that official clients insist on, in the media type that was asked for. */
export function elasticReply(
  status: number,
  body: string,
  accept: string | undefined,
  headers: Reply['headers'] = {},
): Reply {
  const version = accept === undefined ? undefined : COMPATIBLE.exec(accept)?.[1];
  const contentType =
    version === undefined ? 'application/json' : `application/vnd.elasticsearch+json;compatible-with=${version}`;
  return { status, body, contentType, headers: { 'x-elastic-product': 'Elasticsearch', ...headers } };
}
