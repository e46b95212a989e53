import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { severityText } from '../../messages/domain.ts';
import { eventsText, searchText } from '../../messages/events.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { FilterOne } from '../../ui/filter-menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import type { SearchSearch } from './search-search.ts';

const FIELDS = ['type', 'source', 'user', 'asset'] as const;
type Change = { [K in keyof SearchSearch]?: SearchSearch[K] | undefined };

interface EventFiltersProps {
  search: SearchSearch;
  onChange: (change: Change) => void;
}

/** Exact values that events must have, and how severe they must be. */
export function EventFilters({ search, onChange }: EventFiltersProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <FilterOne
        label={eventsText.severity}
        value={search.severity ?? 'informational'}
        quietValue="informational"
        options={SEVERITIES_DOWN.map((value) => ({
          value,
          label: value === 'informational' ? eventsText.anySeverity : eventsText.orWorse(severityText[value]),
        }))}
        onChange={(value) => onChange({ severity: value === 'informational' ? undefined : value })}
      />
      <Popover
        label={searchText.filterTitle}
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button size="sm">
            <ListFilter aria-hidden />
            {searchText.addFilter}
          </Button>
        }
      >
        <FilterForm
          key={String(isOpen)}
          search={search}
          onApply={(change) => {
            onChange(change);
            setOpen(false);
          }}
        />
      </Popover>
      {FIELDS.filter((name) => search[name] !== undefined).map((name) => (
        <Button key={name} size="sm" onClick={() => onChange({ [name]: undefined })}>
          <span className="text-muted">{eventsText[name]}</span>
          <span className="code max-w-48 truncate">{search[name]}</span>
          <X aria-hidden />
        </Button>
      ))}
    </>
  );
}

function FilterForm({ search, onApply }: { search: SearchSearch; onApply: (change: Change) => void }) {
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        onApply(Object.fromEntries(FIELDS.map((name) => [name, String(form.get(name)).trim() || undefined])));
      }}
    >
      {FIELDS.map((name) => (
        <Field key={name} label={eventsText[name]}>
          {(ids) => <Input {...ids} name={name} className="code" defaultValue={search[name] ?? ''} maxLength={256} />}
        </Field>
      ))}
      <p className="text-xs text-muted">{searchText.filterHint}</p>
      <Button type="submit" tone="primary" className="self-end">
        {searchText.apply}
      </Button>
    </form>
  );
}
