import { runService } from '@redoubt/service';
import { buildApp } from './app.ts';
import { mlScorerConfig, mlScorerEnv } from './config.ts';

runService({ app: 'ml-scorer', env: mlScorerEnv, configOf: mlScorerConfig, build: buildApp });
