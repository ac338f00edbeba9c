import { describe, expect, it } from 'vitest';
import { dropItem, labels, moveItem, removeItem, setDepth } from './agenda';

const list = (text: string) => text.split(' ').map((word) => ({ key: word.replace('-', ''), depth: word.startsWith('-') ? 1 : 0 }));
const text = (items: { key: string; depth?: number }[]) => items.map((i) => (i.depth ? '-' : '') + i.key).join(' ');

describe('the agenda as a tree', () => {
  it('numbers items and their parts as the server does', () => {
    expect(labels(list('a b -c -d e -f'))).toEqual(['1', '2', '2.1', '2.2', '3', '3.1']);
    expect(labels(list('-a b'))).toEqual(['1', '2']);
  });

  it.each([
    ['a b -c -d e', 'b', 1, 'a e b -c -d'],
    ['a b -c -d e', 'b', -1, 'b -c -d a e'],
    ['a b -c -d e', 'e', -1, 'a e b -c -d'],
    ['a b -c -d e', 'a', 1, 'b -c -d a e'],
    ['a b -c -d e', 'd', -1, 'a b -d -c e'],
    ['a b -c -d e', 'e', 1, 'a b -c -d e'],
    ['a b', 'a', -1, 'a b'],
    ['a -b c', 'b', -1, 'b a c'],
  ] as const)('moves with its parts: %s, %s by %d', (before, key, by, after) => expect(text(moveItem(list(before), key, by))).toBe(after));

  it('is put before another with its parts, never into itself', () => {
    expect(text(dropItem(list('a b -c d'), 'b', 'a'))).toBe('b -c a d');
    expect(text(dropItem(list('a b -c d'), 'b', null))).toBe('a d b -c');
    expect(text(dropItem(list('a b -c d'), 'b', 'c'))).toBe('a b -c d');
    expect(text(dropItem(list('a b -c d'), 'd', 'c'))).toBe('a b d -c');
  });

  it('goes without its parts, which never stand alone', () => {
    expect(text(removeItem(list('a b -c d'), 'b'))).toBe('a -c d');
    expect(text(removeItem(list('a -b c'), 'a'))).toBe('b c');
  });

  it('makes an item a part, but not the first', () => {
    expect(text(setDepth(list('a b'), 'b', 1))).toBe('a -b');
    expect(text(setDepth(list('a b'), 'a', 1))).toBe('a b');
    expect(text(setDepth(list('a -b'), 'b', 0))).toBe('a b');
  });
});
