import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Check, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from './keys.tsx';
import { popupClass, popupItemClass } from './popup-class.ts';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}

/** Things to do, behind a button. */
export function Menu({ trigger, align = 'start', side = 'bottom', children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40">
          <Base.Popup className={popupClass}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  shortcut?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  shortcut,
  isDanger = false,
  isDisabled = false,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <Base.Item className={clsx(popupItemClass, isDanger && 'text-critical')} disabled={isDisabled} onClick={onSelect}>
      {Icon && <Icon aria-hidden strokeWidth={1.75} className={isDanger ? undefined : 'text-muted'} />}
      <span className="flex-1 truncate">{children}</span>
      {shortcut !== undefined && <Keys keys={shortcut} />}
    </Base.Item>
  );
}

interface MenuCheckProps {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  children: ReactNode;
}

/** One of several things that can be on at once; the menu stays open. */
export function MenuCheck({ isChecked, onChange, children }: MenuCheckProps) {
  return (
    <Base.CheckboxItem className={popupItemClass} checked={isChecked} onCheckedChange={onChange} closeOnClick={false}>
      <span
        className={clsx(
          'grid size-4 place-items-center rounded-sm border',
          isChecked ? 'border-accent bg-accent text-accent-fg' : 'border-line-strong',
        )}
      >
        <Base.CheckboxItemIndicator>
          <Check aria-hidden className="size-3!" strokeWidth={3} />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="flex flex-1 items-center truncate">{children}</span>
    </Base.CheckboxItem>
  );
}

interface MenuChoiceProps<T extends string> {
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of several. */
export function MenuChoice<T extends string>({ value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={popupItemClass} closeOnClick>
          <span className="flex-1 truncate">{option.label}</span>
          <Base.RadioItemIndicator>
            <Check aria-hidden className="text-accent-text" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-muted">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
