import { getRouteApi } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { formatCount } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { formatAgo } from '../../time/format-time.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Acting } from './acting.ts';
import type { RedisUser } from './redis-queries.ts';
import { mayAll, mayText, UserState } from './user-state.tsx';

const UserDrawer = lazy(() => import('./user-drawer.tsx'));
const route = getRouteApi('/app/redis');
const oldMs = 90 * 86_400_000;
const { userColumns } = redisText;

const COLUMNS: readonly Column<RedisUser>[] = [
  {
    id: 'user',
    title: userColumns.user,
    width: 'minmax(140px,1fr)',
    cell: ({ user }) => <span className="truncate font-medium">{user}</span>,
  },
  {
    id: 'purpose',
    title: userColumns.purpose,
    width: 'minmax(160px,1.6fr)',
    minTableWidth: 900,
    cell: ({ description }) => <span className="truncate text-muted">{description || '–'}</span>,
  },
  {
    id: 'may',
    title: userColumns.may,
    width: 'minmax(150px,1fr)',
    minTableWidth: 720,
    cell: (user) => (
      <span className={mayAll(user.commands) ? 'truncate text-medium' : 'truncate text-muted'}>{mayText(user)}</span>
    ),
  },
  {
    id: 'connections',
    title: userColumns.connections,
    width: '64px',
    align: 'end',
    cell: ({ connections }) => <span className="tabular">{formatCount(connections)}</span>,
  },
  {
    id: 'age',
    title: userColumns.age,
    width: '88px',
    align: 'end',
    cell: (user) => <PasswordAge user={user} />,
  },
  { id: 'state', title: userColumns.state, width: 'minmax(150px,auto)', cell: (user) => <UserState user={user} /> },
];

export function PasswordAge({ user: { credentialAgeMs: ageMs } }: { user: RedisUser }) {
  if (ageMs === null) return <span className="text-faint">{redisText.noAge}</span>;
  return <span className={ageMs > oldMs ? 'tabular text-medium' : 'tabular'}>{formatAgo(0, ageMs)}</span>;
}

/** Users that need a look come first. */
function inOrder(users: readonly RedisUser[]): RedisUser[] {
  const rank = ({ isDeclared, drift, rotation }: RedisUser): number =>
    !isDeclared || drift.length > 0 ? 0 : rotation ? 1 : 2;
  return users.toSorted((a, b) => rank(a) - rank(b) || a.user.localeCompare(b.user));
}

/** Who may do what in Redis, and how old their passwords are. */
export default function UsersView({ users, acting }: { users: readonly RedisUser[]; acting: Acting }) {
  const { user: openId } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = inOrder(users);
  const open = (user: string | undefined): void =>
    void navigate({ search: (old) => ({ ...old, user }), replace: true });
  const at = rows.findIndex(({ user }) => user === openId);
  const neighbour = (index: number): (() => void) | undefined => {
    const next = at < 0 ? undefined : rows[index];
    return next && (() => open(next.user));
  };
  return (
    <Card isFlush title={redisText.users}>
      <div className="flex h-[calc(100dvh-300px)] min-h-96 flex-col">
        <DataTable
          label={redisText.users}
          columns={COLUMNS}
          rows={rows}
          rowId={({ user }) => user}
          rowLabel={({ user }) => user}
          narrow={(user) => <NarrowUser user={user} />}
          openId={openId}
          onOpen={({ user }) => open(user)}
          empty={<EmptyState icon={Users} title={redisText.users} />}
        />
      </div>
      <Suspense>
        <UserDrawer
          user={rows[at]}
          acting={acting}
          onPrevious={neighbour(at - 1)}
          onNext={neighbour(at + 1)}
          onClose={() => open(undefined)}
        />
      </Suspense>
    </Card>
  );
}

function NarrowUser({ user }: { user: RedisUser }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <span className="truncate font-medium">{user.user}</span>
        <span className="ml-auto">
          <UserState user={user} />
        </span>
      </span>
      <span className="truncate text-xs text-muted">
        {mayText(user)} · <PasswordAge user={user} />
      </span>
    </div>
  );
}
