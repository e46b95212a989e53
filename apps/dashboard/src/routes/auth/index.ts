import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { loginRoute } from './login.ts';
import { logoutRoute } from './logout.ts';
import { sessionRoute } from './session.ts';

/** Signing in and out, and who one is. */
export function authRoutes(services: Services): Route[] {
  return [loginRoute(services), sessionRoute(services), logoutRoute(services)];
}
