/** Who uses the page, as `GET /api/v1/auth/session` answers. */
export interface Me {
  user: { userId: string; email: string; displayName: string } | null;
  organization: Organization;
  role: Role | null;
  permissions: readonly string[];
  expiresAtMs: number | null;
  csrfToken: string | null;
  organizations: readonly (Organization & { role: Role })[];
  features: Readonly<Record<string, boolean>>;
}

export interface Organization {
  orgId: string;
  name: string;
  displayName: string;
}

export type Role = 'viewer' | 'analyst' | 'admin' | 'auditor';
