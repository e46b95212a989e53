import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { alertsText } from '../../messages/alerts.ts';
import { uiText } from '../../messages/ui.ts';
import { readSearch, writeSearch } from '../../router/search-text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { say, sayError } from '../../ui/toast.ts';
import { alertsSearch, type AlertsSearch } from './alerts-search.ts';

type View = components['schemas']['ListViewsReply']['views'][number];

const route = getRouteApi('/app/alerts');

/** Filters that were saved under a name: one's own, and those others share. */
export function SavedViews({ search }: { search: AlertsSearch }) {
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [isSaving, setSaving] = useState(false);
  const { data } = useQuery({
    queryKey: ['views', 'alerts'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/views', { params: { query: { page: 'alerts' } }, signal })),
    staleTime: 300_000,
  });
  const remove = useMutation({
    mutationFn: ({ viewId }: View) => answerOf(api.DELETE('/api/v1/views/{viewId}', { params: { path: { viewId } } })),
    onSuccess: (_, { name }) => say(alertsText.viewDeleted(name)),
    onError: (error) => sayError(alertsText.failed.view, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['views'] }),
  });
  const views = data?.views ?? [];
  const open = ({ query }: View): void => void navigate({ search: alertsSearch(readSearch(query)) });
  const groups = [
    [alertsText.myViews, views.filter(({ isOwn }) => isOwn)],
    [alertsText.sharedViews, views.filter(({ isOwn }) => !isOwn)],
  ] as const;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="sm">
            <Bookmark aria-hidden />
            {alertsText.views}
          </Button>
        }
      >
        {views.length === 0 && <p className="px-2 py-1.5 text-sm text-muted">{alertsText.noViews}</p>}
        {groups.map(
          ([label, some]) =>
            some.length > 0 && (
              <MenuGroup key={label} label={label}>
                {some.map((view) => (
                  <MenuItem key={view.viewId} onSelect={() => open(view)}>
                    {view.name}
                  </MenuItem>
                ))}
              </MenuGroup>
            ),
        )}
        <MenuSeparator />
        <MenuItem icon={Bookmark} onSelect={() => setSaving(true)}>
          {alertsText.saveView}
        </MenuItem>
        {views
          .filter(({ isOwn }) => isOwn)
          .map((view) => (
            <MenuItem key={view.viewId} icon={Trash2} isDanger onSelect={() => remove.mutate(view)}>
              {alertsText.deleteView(view.name)}
            </MenuItem>
          ))}
      </Menu>
      {isSaving && <SaveView search={search} onClose={() => setSaving(false)} />}
    </>
  );
}

function SaveView({ search, onClose }: { search: AlertsSearch; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const query = writeSearch({ ...search, alert: undefined }).replace(/^\?/, '');
      return answerOf(api.POST('/api/v1/views', { body: { page: 'alerts', name: name.trim(), query, isShared } }));
    },
    onSuccess: () => {
      say(alertsText.viewSaved(name.trim()));
      onClose();
    },
    onError: (error) => sayError(alertsText.failed.view, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['views'] }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={alertsText.saveView}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={name.trim() === ''} onClick={() => save.mutate()}>
            {alertsText.save}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <Field label={alertsText.viewName}>
          {(ids) => <Input {...ids} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Checkbox isChecked={isShared} onChange={setShared}>
          {alertsText.viewShared}
        </Checkbox>
      </form>
    </Dialog>
  );
}
