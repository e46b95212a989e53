import { createServer } from 'node:http';
import { ID_LENGTH, numberOfId } from '../load/event-ids.ts';

/**
 * Takes `_bulk` requests, says of every document that it was created, and keeps which events of the generator came:
 * one byte per event. `GET /` answers with the counts, as `ReceiverCounts`.
 *
 * Environment: PORT, TAG (the start of the generator's event ids).
 */
const { PORT = '', TAG = '' } = process.env;
const LF = 0x0a;
const ID_START = Buffer.from(`"id":"${TAG}-`);
const ID_AT = '"id":"'.length;
const MOST_COPIES = 255;

let copies = new Uint8Array(1 << 20);
const counts = { documents: 0, distinct: 0, foreign: 0 };

createServer((request, response) => {
  const answer = (text: string): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
  if (request.method !== 'POST') return answer(JSON.stringify(counts));
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const items = take(Buffer.concat(chunks));
    answer(`{"errors":false,"items":[${Array.from({ length: items }, () => '{"create":{"status":201}}').join(',')}]}`);
  });
}).listen(Number(PORT), '127.0.0.1');

/** Every second line is a document. */
function take(body: Buffer): number {
  let items = 0;
  for (let start = 0; start < body.length;) {
    const documentAt = body.indexOf(LF, start) + 1;
    const feed = body.indexOf(LF, documentAt);
    const end = feed === -1 ? body.length : feed;
    enter(body.subarray(documentAt, end));
    items += 1;
    start = end + 1;
  }
  return items;
}

function enter(document: Buffer): void {
  counts.documents += 1;
  const at = document.indexOf(ID_START);
  const id = at === -1 ? '' : document.toString('latin1', at + ID_AT, at + ID_AT + ID_LENGTH);
  const number = numberOfId(TAG, id);
  if (number === undefined) {
    counts.foreign += 1;
    return;
  }
  if (number >= copies.length) copies = grown(number);
  const before = copies[number] as number;
  if (before === 0) counts.distinct += 1;
  if (before < MOST_COPIES) copies[number] = before + 1;
}

function grown(number: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(2 * copies.length, number + 1));
  larger.set(copies);
  return larger;
}
