import type { Alert } from '@redoubt/contracts';
import { useState } from 'react';
import type { components } from '../../api/schema.d.ts';
import { alertDetailText, alertsText } from '../../messages/alerts.ts';
import { PersonName } from '../../people/person-name.tsx';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { DrawerSection } from '../../ui/drawer.tsx';
import { TextArea } from '../../ui/field.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { foldedHistory } from '../../history/folded-history.ts';

export type HistoryEntry = components['schemas']['GetAlertReply']['history'][number];

interface AlertTimelineProps {
  alert: Alert;
  history: readonly HistoryEntry[] | undefined;
  onComment: (alert: Alert, note: string) => void;
}

/** What happened to it, oldest first, and a place to add what was found. */
export function AlertTimeline({ alert, history, onComment }: AlertTimelineProps) {
  const mayWrite = useMay('alerts:write');
  return (
    <DrawerSection title={alertDetailText.timeline}>
      {history === undefined && <SkeletonLines count={3} />}
      <ol className="flex flex-col">
        {foldedHistory(history ?? []).map(({ entry, repeated }) => (
          <li key={entry.version} className="relative flex gap-3 pb-3 last:pb-0">
            <span aria-hidden className="relative mt-1.5 size-2 shrink-0 rounded-full bg-accent" />
            <div className="min-w-0 flex-1 text-sm">
              <span className="font-medium">{alertDetailText.changes[entry.change]}</span>
              {repeated > 1 && <span className="tabular text-muted"> × {repeated}</span>}
              {entry.actor !== undefined && (
                <span className="text-muted">
                  {' '}
                  {alertDetailText.by} <PersonName who={entry.actor} />
                </span>
              )}
              <span className="text-muted">
                {' · '}
                {alertsText.events(entry.count)} · <RelativeTime atMs={entry.atMs} hasSuffix />
              </span>
              {entry.note !== undefined && entry.note !== '' && (
                <p className="mt-0.5 rounded-md bg-sunken px-2 py-1 whitespace-pre-wrap wrap-anywhere">{entry.note}</p>
              )}
            </div>
          </li>
        ))}
      </ol>
      {mayWrite && <CommentForm onSend={(note) => onComment(alert, note)} />}
    </DrawerSection>
  );
}

function CommentForm({ onSend }: { onSend: (note: string) => void }) {
  const [note, setNote] = useState('');
  const send = (): void => {
    if (note.trim() === '') return;
    onSend(note.trim());
    setNote('');
  };
  return (
    <form
      className="mt-4 flex flex-col items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextArea
        aria-label={alertDetailText.comment}
        rows={2}
        maxLength={4_000}
        placeholder={alertDetailText.commentPlaceholder}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send();
        }}
      />
      <Button type="submit" size="sm" disabled={note.trim() === ''}>
        {alertDetailText.send}
      </Button>
    </form>
  );
}
