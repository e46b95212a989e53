import { ChevronDown } from 'lucide-react';
import { shellText } from '../messages/shell.ts';
import { useMe, useSwitchOrganization } from '../session/session.ts';
import { Menu, MenuChoice, MenuGroup } from '../ui/menu.tsx';
import { sayError } from '../ui/toast.ts';

/** The organisation that is looked at, and the others of the user. */
export default function OrganizationMenu() {
  const { organization } = useMe();
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${shellText.organization}: ${organization.displayName}`}
          className="flex h-8 max-w-48 items-center gap-1 rounded-md px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-fg"
        >
          <span className="truncate">{organization.displayName}</span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0" />
        </button>
      }
    >
      <OrganizationChoice />
    </Menu>
  );
}

/** The organisations of the user, to be put into a menu. */
export function OrganizationChoice() {
  const { organization, organizations } = useMe();
  const switchTo = useSwitchOrganization();
  return (
    <MenuGroup label={shellText.switchOrganization}>
      <MenuChoice
        value={organization.orgId}
        options={organizations.map(({ orgId, displayName }) => ({ value: orgId, label: displayName }))}
        onChange={(orgId) => {
          switchTo(orgId).catch((error: unknown) => sayError(shellText.switchOrganization, error));
        }}
      />
    </MenuGroup>
  );
}
