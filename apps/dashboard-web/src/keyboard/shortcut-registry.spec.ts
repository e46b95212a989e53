import { ShortcutRegistry, type KeyPress } from './shortcut-registry.ts';

const press = (key: string, given: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, isTaken: false },
  ...given,
});

function registry() {
  const shortcuts = new ShortcutRegistry();
  const ran: string[] = [];
  const add = (keys: string, name = keys, isGlobal = false) =>
    shortcuts.add({ keys, label: name, group: 'any', isGlobal, run: () => ran.push(name) });
  return { shortcuts, ran, add };
}

test('runs what a key means, and says when it means nothing', () => {
  const { shortcuts, ran, add } = registry();
  add('j');
  expect(shortcuts.press(press('j'), 0)).toBe(true);
  expect(shortcuts.press(press('q'), 0)).toBe(false);
  expect(shortcuts.press(press('j', { altKey: true }), 0)).toBe(false);
  expect(ran).toEqual(['j']);
});

test('a letter after g goes to a page, unless it comes late', () => {
  const { shortcuts, ran, add } = registry();
  add('g a', 'alerts');
  add('a', 'assign');
  expect(shortcuts.press(press('g'), 0)).toBe(true);
  shortcuts.press(press('a'), 900);
  shortcuts.press(press('g'), 2_000);
  shortcuts.press(press('a'), 3_100);
  expect(ran).toEqual(['alerts', 'assign']);
});

test('a letter that follows no sequence means itself', () => {
  const { shortcuts, ran, add } = registry();
  add('g a');
  add('j');
  shortcuts.press(press('g'), 0);
  shortcuts.press(press('j'), 10);
  expect(ran).toEqual(['j']);
});

test('the newest wins until it goes', () => {
  const { shortcuts, ran, add } = registry();
  add('Escape', 'page');
  const remove = add('Escape', 'drawer');
  shortcuts.press(press('Escape'), 0);
  expect(shortcuts.active.map(({ label }) => label)).toEqual(['drawer']);
  remove();
  shortcuts.press(press('Escape'), 0);
  expect(ran).toEqual(['drawer', 'page']);
});

test('while a field is written in only the global ones count', () => {
  const { shortcuts, ran, add } = registry();
  add('e');
  add('mod+k', 'palette', true);
  shortcuts.press(press('e', { isTaken: true }), 0);
  shortcuts.press(press('K', { isTaken: true, metaKey: true }), 0);
  shortcuts.press(press('k', { isTaken: true, ctrlKey: true }), 0);
  expect(ran).toEqual(['palette', 'palette']);
});
