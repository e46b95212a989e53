import { runService } from '@redoubt/service';
import { buildApp } from './app.ts';
import { dashboardConfig, dashboardEnv } from './config.ts';

runService({ app: 'dashboard', env: dashboardEnv, configOf: dashboardConfig, build: buildApp });
