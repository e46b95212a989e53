import { runService } from '@redoubt/service';
import { buildApp } from './app.ts';
import { siemForwarderConfig, siemForwarderEnv } from './config.ts';

runService({ app: 'siem-forwarder', env: siemForwarderEnv, configOf: siemForwarderConfig, build: buildApp });
