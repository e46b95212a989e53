import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { anything } from './anything.ts';

type Routes = readonly unknown[];

/**
 * Renders the API document of the dashboard, which is loaded by path: nobody imports an app. Its operations are
 * described, not run, so they get nothing to work with.
 */
export async function renderApiDocument(root: string): Promise<string> {
  const load = (file: string): Promise<unknown> => import(join(root, 'apps/dashboard/src', file));
  const { createRoutes } = (await load('routes/index.ts')) as { createRoutes: (services: unknown) => Routes };
  const { apiDocument } = (await load('openapi/document.ts')) as { apiDocument: (routes: Routes) => object };
  return JSON.stringify(apiDocument(createRoutes(anything)));
}

/** Renders the types of the API document for the page. */
export async function renderApiTypes(root: string): Promise<string> {
  const document = JSON.parse(await renderApiDocument(root)) as object;
  const types = astToString(await openapiTypescript(JSON.stringify(document), { alphabetize: true }));
  return `/* Generated from the dashboard's routes by \`npm run docs\`; do not edit. */\n\n${types}`;
}
