import { runService } from '@redoubt/service';
import { buildApp } from './app.ts';
import { dbWriterConfig, dbWriterEnv } from './config.ts';

runService({ app: 'db-writer', env: dbWriterEnv, configOf: dbWriterConfig, build: buildApp });
