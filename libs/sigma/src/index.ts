export type * from './lib/model/pattern.ts';
export type * from './lib/model/rule.ts';
export type * from './lib/model/sigma-event.ts';
export { foldText } from './lib/fold.ts';
