export { notifyConfig, notifyEnvShape, type NotifyConfig } from './config.ts';
export { createNotifier, type Notifier, type NotifierDeps } from './notifier.ts';
