export * from './lib/model/alert-match.ts';
export * from './lib/model/alert-settings.ts';
export * from './lib/model/command-result.ts';
export * from './lib/model/stored.ts';
export * from './lib/alert-book.ts';
export * from './lib/reputation.ts';
