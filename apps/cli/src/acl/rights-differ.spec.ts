import { commandTable, parseAclLine } from '@redoubt/acl';
import { rightsDiffer } from './rights-differ.ts';
import { shownPattern, wrapWords } from './shown-pattern.ts';

const table = commandTable(new Map([['some', ['get', 'set', 'hget', 'hset', 'flushall']]]));

function differ(held: string, wanted: string): string[] {
  return rightsDiffer(parseAclLine(`user u on ${held}`, table), parseAclLine(`user u on ${wanted}`, table), table);
}

describe('what a user has that it should not, and lacks', () => {
  it.each([
    ['-@all +get ~a', '-@all +get ~a', []],
    ['-@all +get +set ~a', '-@all +get ~a', ['+set']],
    ['-@all ~a', '-@all +get ~a', ['-get']],
    ['-@all +get ~a ~b', '-@all +get ~a', ['+~b']],
    ['+@all ~*', '-@all +get ~a', ['+@all +~*', '-~a']],
    ['-@all (+get ~a)', '-@all', ['+(get ~a)']],
    ['-@all', '-@all (+get ~a)', ['-(get ~a)']],
    ['-@all (+hget +hset ~h)', '-@all (+hget ~h)', ['(hget ~h: +hset)']],
  ])('%s against %s', (held, wanted, words) => expect(differ(held, wanted)).toEqual(words));
});

describe('patterns for people', () => {
  it('are shown without the glob of an id, in lines that fit', () => {
    const [id, glob] = ['????????-????-4???-[89ab]???-????????????', '????????'];
    expect(shownPattern(`~x:${id}:${glob}`)).toBe(`~x:<uuid>:${glob}`);
    expect(wrapWords(['aa', 'bb', 'cccccccc', 'd'], 5)).toEqual(['aa bb', 'cccccccc', 'd']);
  });
});
