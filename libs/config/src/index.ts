export * from './lib/load-env.ts';
export * from './lib/env-types.ts';
export * from './lib/fragment.ts';
export * from './lib/fragments.ts';
