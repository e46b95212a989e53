export * from './connect-test-client.ts';
export * from './command-recorder.ts';
