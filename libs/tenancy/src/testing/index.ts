export * from './start-oidc-provider.ts';
export * from './test-backends.ts';
