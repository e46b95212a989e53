import { useState } from 'react';
import { eventsText } from '../messages/events.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { JsonTree } from '../ui/json-tree.tsx';
import { Segmented } from '../ui/segmented.tsx';

/** An event as its sender wrote it, as a tree or as text. */
export function RawEvent({ payload }: { payload: string }) {
  const [view, setView] = useState<'tree' | 'text'>('tree');
  return (
    <div className="rounded-md border border-line bg-sunken p-2">
      <div className="mb-1 flex items-center justify-between">
        <Segmented
          label={eventsText.raw}
          value={view}
          options={[
            { value: 'tree', label: eventsText.tree },
            { value: 'text', label: eventsText.text },
          ]}
          onChange={setView}
        />
        <CopyButton text={payload} label={eventsText.copyRaw} />
      </div>
      {view === 'tree' ? (
        <JsonTree text={payload} />
      ) : (
        <pre
          tabIndex={0}
          aria-label={eventsText.raw}
          className="code max-h-96 overflow-auto text-xs whitespace-pre-wrap wrap-anywhere"
        >
          {payload}
        </pre>
      )}
    </div>
  );
}
