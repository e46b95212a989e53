import { isRole, type Role } from '../people/permissions.ts';

/** Whoever has the value in the claim (a text, or one of a list) has the role in the organisation. */
export interface OidcRoleRule {
  claim: string;
  value: string;
  /** Name or id. */
  organization: string;
  role: Role;
}

/** The role in each organisation that the claims give; of several rules for one organisation the first holds. */
export function rolesOf(claims: Readonly<Record<string, unknown>>, rules: readonly OidcRoleRule[]): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const { claim, value, organization, role } of rules) {
    if (!isRole(role) || roles.has(organization)) continue;
    const held = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (held === value || (Array.isArray(held) && held.includes(value))) roles.set(organization, role);
  }
  return roles;
}
