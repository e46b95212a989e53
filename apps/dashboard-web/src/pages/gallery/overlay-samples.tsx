import { Ban, Download, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { ApiError } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, Dialog } from '../../ui/dialog.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { SeverityBadge } from '../../ui/severity-mark.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { say, sayError } from '../../ui/toast.ts';

type Shown = 'dialog' | 'confirm' | 'drawer' | undefined;

export function OverlaySamples() {
  const [shown, setShown] = useState<Shown>();
  const close = (): void => setShown(undefined);
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setShown('dialog')}>Dialog</Button>
      <Button onClick={() => setShown('confirm')}>Confirm</Button>
      <Button onClick={() => setShown('drawer')}>Drawer</Button>
      <Menu trigger={<Button>Menu</Button>}>
        <MenuGroup label="3 alerts">
          <MenuItem icon={UserPlus} shortcut="a" onSelect={() => undefined}>
            Assign…
          </MenuItem>
          <MenuItem icon={Download} onSelect={() => undefined}>
            Export
          </MenuItem>
        </MenuGroup>
        <MenuSeparator />
        <MenuItem icon={Ban} isDanger onSelect={() => undefined}>
          Suppress…
        </MenuItem>
      </Menu>
      <Popover label="Explanation" trigger={<Button>Popover</Button>}>
        <p className="text-sm">A small form or explanation at a button.</p>
      </Popover>
      <Button onClick={() => say('Acknowledged 3 alerts', { undo: () => say('Taken back') })}>Toast</Button>
      <Button onClick={() => sayError('Could not acknowledge', new ApiError(503, 'unavailable', { retryAfterS: 3 }))}>
        Error toast
      </Button>
      <Dialog
        isOpen={shown === 'dialog'}
        onClose={close}
        title="Create an API key"
        description="It is shown once."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button tone="primary">Create</Button>
          </>
        }
      >
        <Field label="Name">{(ids) => <Input {...ids} />}</Field>
      </Dialog>
      <Confirm
        isOpen={shown === 'confirm'}
        onClose={close}
        title="Revoke the key?"
        text="Senders that use it are refused within five seconds. This cannot be undone."
        confirmLabel="Revoke key"
        onConfirm={close}
      />
      <DrawerSample isOpen={shown === 'drawer'} onClose={close} />
    </div>
  );
}

function DrawerSample({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Drawer
      isOpen={isOpen}
      onClose={onClose}
      eyebrow={
        <>
          <SeverityBadge severity="critical" />
          <StatusMark status="firing" />
        </>
      }
      title="SSH brute force: 286 failed logins from 203.0.113.25"
      onPrevious={() => undefined}
      onNext={() => undefined}
      footer={
        <>
          <Button tone="primary" shortcut="e">
            Acknowledge
          </Button>
          <Button shortcut="a">Assign</Button>
          <Button>Suppress…</Button>
          <Button>Close…</Button>
        </>
      }
    >
      <DrawerSection title="Why it fired">
        <p className="text-sm">286 failed logins from 203.0.113.25 in 15 min; threshold 10</p>
        <div className="mt-3">
          <Sparkline
            isWide
            label="Failed logins per minute"
            values={[1, 2, 3, 20, 40, 38, 44, 30, 10]}
            threshold={10}
            height={56}
            color="critical"
          />
        </div>
      </DrawerSection>
      <DrawerSection title="About">
        <Facts
          rows={[
            ['Rule', 'Brute force over SSH'],
            ['Technique', 'T1110.001 Password guessing'],
            ['Seen before', '3 closed as true positive'],
          ]}
        />
      </DrawerSection>
    </Drawer>
  );
}
