import { useQueryClient } from '@tanstack/react-query';
import { Keyboard, LogOut } from 'lucide-react';
import { shellText } from '../messages/shell.ts';
import { density } from '../preferences/density.ts';
import { useChoice } from '../preferences/stored-choice.ts';
import { signOut } from '../session/auth-api.ts';
import { forgetSession, useMe } from '../session/session.ts';
import { theme } from '../theme/theme.ts';
import { useZone, zone } from '../time/zone.ts';
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { sayError } from '../ui/toast.ts';
import { Avatar } from './avatar.tsx';
import { overlays } from './overlays.ts';
import { OrganizationChoice } from './organization-menu.tsx';

/** Who is signed in, and how the page should look. */
export default function AccountMenu() {
  const { user, organizations } = useMe();
  const name = user?.displayName ?? shellText.withKey;
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${shellText.account}: ${name}`}
          className="grid size-8 shrink-0 place-items-center rounded-full transition-colors hover:bg-hover"
        >
          <Avatar name={name} />
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <div className="truncate text-sm font-medium">{name}</div>
        {user && <div className="truncate text-xs text-muted">{user.email}</div>}
      </div>
      <MenuSeparator />
      {organizations.length > 1 && (
        <div className="sm:hidden">
          <OrganizationChoice />
          <MenuSeparator />
        </div>
      )}
      <Appearance />
      <MenuSeparator />
      <MenuItem icon={Keyboard} shortcut="?" onSelect={() => overlays.open('help')}>
        {shellText.help}
      </MenuItem>
      <SignOut />
    </Menu>
  );
}

function Appearance() {
  return (
    <>
      <MenuGroup label={shellText.theme}>
        <MenuChoice
          value={useChoice(theme)}
          onChange={theme.set}
          options={[
            { value: 'system', label: shellText.themeSystem },
            { value: 'light', label: shellText.themeLight },
            { value: 'dark', label: shellText.themeDark },
          ]}
        />
      </MenuGroup>
      <MenuGroup label={shellText.density}>
        <MenuChoice
          value={useChoice(density)}
          onChange={density.set}
          options={[
            { value: 'comfortable', label: shellText.comfortable },
            { value: 'compact', label: shellText.compact },
          ]}
        />
      </MenuGroup>
      <MenuGroup label={shellText.timeZone}>
        <MenuChoice
          value={useZone()}
          onChange={zone.set}
          options={[
            { value: 'utc', label: shellText.utc },
            { value: 'local', label: shellText.local },
          ]}
        />
      </MenuGroup>
    </>
  );
}

function SignOut() {
  const client = useQueryClient();
  const leave = (): void => {
    signOut().then(
      () => forgetSession(client),
      (error: unknown) => sayError(shellText.signOut, error),
    );
  };
  return (
    <MenuItem icon={LogOut} onSelect={leave}>
      {shellText.signOut}
    </MenuItem>
  );
}
