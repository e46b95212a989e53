import { runService } from '@redoubt/service';
import { buildApp } from './app.ts';
import { alertEngineConfig, alertEngineEnv } from './config.ts';

runService({ app: 'alert-engine', env: alertEngineEnv, configOf: alertEngineConfig, build: buildApp });
