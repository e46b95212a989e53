export * from './lib/web-server.ts';
export * from './lib/lifecycle.ts';
export * from './lib/ops-server.ts';
export * from './lib/checks.ts';
export * from './lib/run-main.ts';
export * from './lib/errors.ts';
export * from './lib/run-service.ts';
export * from './lib/serial.ts';
