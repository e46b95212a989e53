export * from './lib/load-env.ts';
export * from './lib/http-service-env.ts';
export * from './lib/stream-worker-env.ts';
export * from './lib/env-types.ts';
export * from './lib/file-value.ts';
export * from './lib/fragment.ts';
export * from './lib/fragments.ts';
export * from './lib/message-env.ts';
