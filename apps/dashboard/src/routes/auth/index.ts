import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { changePasswordRoute } from './change-password.ts';
import { acceptInvitationRoute, showInvitationRoute } from './invitations.ts';
import { loginRoute } from './login.ts';
import { logoutRoute } from './logout.ts';
import { authOptionsRoute, finishOidcRoute, startOidcRoute } from './oidc.ts';
import { sessionRoute } from './session.ts';
import { switchOrganizationRoute } from './switch-organization.ts';

/** Signing in and out, and who one is. */
export function authRoutes(services: Services): Route[] {
  return [
    authOptionsRoute(services),
    loginRoute(services),
    sessionRoute(services),
    logoutRoute(services),
    switchOrganizationRoute(services),
    changePasswordRoute(services),
    showInvitationRoute(services),
    acceptInvitationRoute(services),
    startOidcRoute(services),
    finishOidcRoute(services),
  ];
}
