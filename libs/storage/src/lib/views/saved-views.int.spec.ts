import { newOrgId, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { listAudit } from '../audit/list-audit.ts';
import type { NewView } from './saved-view.ts';
import { deleteView, listViews, saveView } from './saved-views.ts';

const ana = 'user:ana';
const ben = 'user:ben';
const by = { kind: 'user', name: 'ana' } as const;
const draft: NewView = { page: 'alerts', name: 'Mine', query: 'status=firing&severity=high', isShared: false };

let server: TestDatabase;
let orgId: OrgId;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());
beforeEach(async () => {
  orgId = newOrgId();
  await addOrg(orgId);
});

async function addOrg(id: OrgId): Promise<void> {
  await server.database.query(
    `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, $2, 'x', 1, 1, '{}')`,
    [id, `o-${id.slice(0, 8)}`],
  );
}

const save = (owner: string, given: Partial<NewView> = {}) =>
  saveView(server.database, orgId, { ...draft, ...given, owner }, by);
const seenBy = async (owner: string, page?: string): Promise<string[]> =>
  (await listViews(server.database, orgId, { owner, ...(page ? { page } : {}) })).map(({ name }) => name);

test('an owner sees their own views and the shared ones, of a page or of all', async () => {
  await save(ana);
  await save(ana, { name: 'Ours', isShared: true });
  await save(ana, { name: 'Seen', page: 'search' });
  expect(await seenBy(ana)).toEqual(['Mine', 'Ours', 'Seen']);
  expect(await seenBy(ana, 'search')).toEqual(['Seen']);
  expect(await seenBy(ben)).toEqual(['Ours']);
});

test('the same name again replaces the view; another owner may use it too', async () => {
  const first = await save(ana);
  const second = await save(ana, { query: 'status=closed' });
  expect(second.viewId).toBe(first.viewId);
  expect((await save(ben)).viewId).not.toBe(first.viewId);
  expect(await listViews(server.database, orgId, { owner: ana })).toMatchObject([{ query: 'status=closed' }]);
});

test('views of another organisation are not seen, nor can they be taken away', async () => {
  const { viewId } = await save(ana, { isShared: true });
  const other = newOrgId();
  await addOrg(other);
  expect(await listViews(server.database, other, { owner: ana })).toEqual([]);
  const options = { viewId, owner: ana, mayDeleteShared: true };
  expect(await deleteView(server.database, other, options, by)).toBeUndefined();
  expect(await deleteView(server.database, orgId, options, by)).toMatchObject({ viewId });
});

test("somebody else's view goes only when it is shared and that is allowed", async () => {
  const own = await save(ana);
  const shared = await save(ana, { name: 'Ours', isShared: true });
  const drop = (viewId: string, mayDeleteShared: boolean) =>
    deleteView(server.database, orgId, { viewId, owner: ben, mayDeleteShared }, by);
  expect(await drop(own.viewId, true)).toBeUndefined();
  expect(await drop(shared.viewId, false)).toBeUndefined();
  expect(await drop(shared.viewId, true)).toMatchObject({ name: 'Ours' });
});

test('each change is told in the audit log', async () => {
  const { viewId } = await save(ana);
  await save(ana, { isShared: true });
  await deleteView(server.database, orgId, { viewId, owner: ana, mayDeleteShared: false }, by);
  const { entries } = await listAudit(server.database, orgId);
  expect(entries.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
    'view.removed ana',
    'view.changed ana',
    'view.created ana',
  ]);
  expect(entries[1]).toMatchObject({ before: { isShared: false }, after: { isShared: true } });
});

test('an owner keeps at most 100 views, also when several are saved at once', async () => {
  for (let i = 0; i < 97; i++) await save(ana, { name: `v${i}` });
  const saved = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => save(ana, { name })));
  expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  await expect(save(ana, { name: 'one more' })).rejects.toThrow('at most 100');
  await save(ana, { name: 'v1', query: 'changed=1' });
  await save(ben);
});

test.each([
  [{ page: 'No such' }],
  [{ name: '  ' }],
  [{ name: 'x'.repeat(129) }],
  [{ name: 'a\u0000b' }],
  [{ query: 'x'.repeat(2_049) }],
  [{ query: 'a=b c' }],
  [{ query: 'a=\u0000' }],
])('what makes no view is refused (%#)', async (given) => {
  await expect(save(ana, given)).rejects.toThrow(/page|name|query/);
});
