import { Bell, RefreshCw, Settings } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { FilterMany, FilterOne } from '../../ui/filter-menu.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { SEVERITIES_DOWN, SeverityMark } from '../../ui/severity-mark.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Tabs } from '../../ui/tabs.tsx';

type Range = '1h' | '24h' | '7d';
const RANGES = (['1h', '24h', '7d'] as const).map((value) => ({ value, label: value }));

export function ControlSamples() {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Card title="Buttons">
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" shortcut="e">
            Acknowledge
          </Button>
          <Button>Assign</Button>
          <Button tone="ghost">Cancel</Button>
          <Button tone="danger">Revoke key</Button>
          <Button isBusy>Saving</Button>
          <Button disabled>Disabled</Button>
          <Button size="sm">Small</Button>
          <IconButton icon={RefreshCw} label="Refresh" shortcut="r" />
          <IconButton icon={Bell} label="Notify" aria-pressed />
          <IconButton icon={Settings} label="Settings" size="sm" />
        </div>
      </Card>
      <Card title="Filters">
        <Filters />
      </Card>
      <Card title="Form">
        <FormSample />
      </Card>
      <Card title="Tabs">
        <TabSample />
      </Card>
    </div>
  );
}

function Filters() {
  const [severities, setSeverities] = useState<(typeof SEVERITIES_DOWN)[number][] | undefined>(['critical', 'high']);
  const [range, setRange] = useState<Range>('24h');
  const [text, setText] = useState('');
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <SearchBox label="Text" value={text} onChange={setText} />
      <FilterMany
        label="Severity"
        values={severities}
        onChange={setSeverities}
        options={SEVERITIES_DOWN.map((value) => ({
          value,
          label: value,
          shown: <SeverityMark severity={value} hasWord />,
        }))}
      />
      <FilterOne label="Group by" value={range} quietValue="24h" options={RANGES} onChange={setRange} />
      <Segmented label="Range" value={range} options={RANGES} onChange={setRange} />
    </div>
  );
}

function FormSample() {
  const [isOn, setOn] = useState(true);
  const [role, setRole] = useState<'viewer' | 'analyst'>('analyst');
  return (
    <form className="flex flex-col gap-4">
      <Field label="Name" hint="Shown to your colleagues">
        {(ids) => <Input {...ids} defaultValue="Night shift" />}
      </Field>
      <Field label="Threshold" error="Must be between 1 and 1,000">
        {(ids) => <Input {...ids} type="number" defaultValue="0" />}
      </Field>
      <Field label="Reason">{(ids) => <TextArea {...ids} rows={2} placeholder="Why this changes" />}</Field>
      <div className="flex flex-wrap items-center gap-4">
        <Select
          label="Role"
          value={role}
          onChange={setRole}
          options={[
            { value: 'viewer', label: 'Viewer' },
            { value: 'analyst', label: 'Analyst' },
          ]}
        />
        <Switch isOn={isOn} onChange={setOn}>
          Notify
        </Switch>
        <Checkbox isChecked={isOn} onChange={setOn}>
          Also by mail
        </Checkbox>
        <Checkbox isChecked="mixed" onChange={setOn} label="Some" />
      </div>
    </form>
  );
}

function TabSample() {
  const [tab, setTab] = useState<'tree' | 'text'>('tree');
  return (
    <Tabs
      label="Raw event"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: 'tree', label: 'Tree', content: () => 'An event as a tree' },
        { value: 'text', label: 'Text', content: () => <pre className="code">{'{"eventType":"failed_login"}'}</pre> },
      ]}
    />
  );
}
