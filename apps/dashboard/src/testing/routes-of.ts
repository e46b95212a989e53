import { METHODS } from 'node:http';
import type { Express } from 'express';

interface Layer {
  route?: { path: unknown; methods: Readonly<Record<string, boolean>> };
  handle: { stack?: readonly Layer[] };
  /** It is asked for every path. */
  slash: boolean;
}

/**
 * What an application of express answers: `<method> <path>` of each route, with `all` for those of every method, `router: …` for those of routers inside it,
 * whose own path express does not keep, and `part` for a handler of some paths alone.
 */
export function routesOf(app: Express): string[] {
  return routesOfStack((app.router as unknown as { stack: readonly Layer[] }).stack);
}

function routesOfStack(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle, slash }) => {
    if (route) {
      const methods = Object.keys(route.methods);
      return (methods.length < METHODS.length ? methods : ['all']).map((method) => `${method} ${String(route.path)}`);
    }
    if (handle.stack) return routesOfStack(handle.stack).map((one) => `router: ${one}`);
    return slash ? [] : ['part'];
  });
}
