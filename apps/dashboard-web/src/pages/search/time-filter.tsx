import { useState } from 'react';
import { Clock } from 'lucide-react';
import { searchText } from '../../messages/events.ts';
import { formatMoment } from '../../time/format-time.ts';
import { localInputOf, momentOfInput } from '../../time/time-input.ts';
import { useZone } from '../../time/zone.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { FilterOne } from '../../ui/filter-menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { DEFAULT_RANGE } from './search-query.ts';
import { SEARCH_RANGES, type SearchSearch } from './search-search.ts';

interface TimeFilterProps {
  search: SearchSearch;
  onChange: (
    change: Pick<{ [K in keyof SearchSearch]?: SearchSearch[K] | undefined }, 'range' | 'fromMs' | 'toMs'>,
  ) => void;
}

/** When: a range that ends now, or two moments in the zone that is chosen. */
export function TimeFilter({ search, onChange }: TimeFilterProps) {
  const zone = useZone();
  const { fromMs, toMs, range = DEFAULT_RANGE } = search;
  const [isOpen, setOpen] = useState(false);
  const shown = (atMs: number | undefined): string => (atMs === undefined ? '…' : formatMoment(atMs, zone));
  const isCustom = fromMs !== undefined || toMs !== undefined;
  return (
    <>
      {!isCustom && (
        <FilterOne
          label={searchText.range}
          value={range}
          options={SEARCH_RANGES.map((value) => ({ value, label: searchText.ranges[value] }))}
          onChange={(value) => onChange({ range: value === DEFAULT_RANGE ? undefined : value })}
        />
      )}
      <Popover
        label={searchText.pickTime}
        align="end"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button size="sm" className="max-w-full">
            <Clock aria-hidden />
            <span className="tabular truncate">
              {isCustom ? searchText.custom(shown(fromMs), shown(toMs)) : searchText.pickTime}
            </span>
          </Button>
        }
      >
        <TimeForm
          key={String(isOpen)}
          {...{ search }}
          onApply={(times) => {
            onChange({ ...times, range: undefined });
            setOpen(false);
          }}
        />
      </Popover>
    </>
  );
}

type Times = { fromMs: number | undefined; toMs: number | undefined };

function TimeForm({ search, onApply }: { search: SearchSearch; onApply: (times: Times) => void }) {
  const zone = useZone();
  const [from, setFrom] = useState(() => (search.fromMs === undefined ? '' : localInputOf(search.fromMs, zone)));
  const [to, setTo] = useState(() => (search.toMs === undefined ? '' : localInputOf(search.toMs, zone)));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ fromMs: momentOfInput(from, zone), toMs: momentOfInput(to, zone) });
      }}
    >
      <Field label={searchText.from}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            step={1}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field label={searchText.to}>
        {(ids) => (
          <Input {...ids} type="datetime-local" step={1} value={to} onChange={(event) => setTo(event.target.value)} />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={() => onApply({ fromMs: undefined, toMs: undefined })}>{searchText.ranges['24h']}</Button>
        <Button type="submit" tone="primary">
          {searchText.apply}
        </Button>
      </div>
    </form>
  );
}
