export { createWriter } from './lib/create-writer.ts';
export { createItemFilter, type ItemFilter } from './lib/filter/item-filter.ts';
export { parseQuery } from './lib/filter/query.ts';
export type { SinkReach } from './lib/http/sink-http.ts';
export { mapEvent } from './lib/mapping/map-event.ts';
export { mapRecord } from './lib/mapping/map-record.ts';
export type { ItemResult, SendResult, SinkItem, SinkWriter } from './lib/sink-item.ts';
export { countDead, newTally, sendAll, type SendAllOptions, type SentTally } from './lib/send-all.ts';
export { SinkTester, type SinkTrial } from './lib/sink-tester.ts';
