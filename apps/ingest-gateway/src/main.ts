import { runService } from '@redoubt/service';
import { buildApp } from './app.ts';
import { gatewayConfig, gatewayEnv } from './config.ts';

runService({ app: 'ingest-gateway', env: gatewayEnv, configOf: gatewayConfig, build: buildApp });
