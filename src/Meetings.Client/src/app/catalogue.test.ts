import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addStrings, language, setLanguage, t, tMaybe } from '../lib/i18n';
import { catalogue } from './catalogue';
import { vi as shellVi } from './vi';
import { en as shellEn } from './en';

type Strings = Record<string, string>;
const load = <T>(files: Record<string, T>) => Object.entries(files).sort(([a], [b]) => a.localeCompare(b));
const vis = load(import.meta.glob<{ vi: Strings }>('../features/*/*strings.vi.ts', { eager: true }));
const ens = load(import.meta.glob<{ en: Strings }>('../features/*/*strings.en.ts', { eager: true }));
const parts: [string, Strings, Strings][] = [
  ['the shell and the first pages', shellVi, shellEn],
  ...vis.map(([file, { vi }], i): [string, Strings, Strings] => [file, vi, ens[i]![1].en]),
];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();

describe.each(parts)('catalogue of %s', (_, vi, en) => {
  it('has the same keys in both languages', () => expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort()));

  it('has no empty text and the same placeholders in both languages', () => {
    for (const key of Object.keys(vi)) {
      expect(vi[key], key).not.toBe('');
      expect(placeholders(en[key]!), key).toEqual(placeholders(vi[key]!));
    }
  });

  it('stores composed Vietnamese letters', () => {
    for (const [key, text] of Object.entries(vi)) expect(text, key).toBe(text.normalize('NFC'));
  });
});

it('has an English part for each Vietnamese one', () => {
  expect(parts.length).toBeGreaterThan(6);
  expect(ens.map(([file]) => file.replace('.en.', '.vi.'))).toEqual(vis.map(([file]) => file));
});

it('has no key in two parts with different texts', () => {
  const seen = new Map<string, string>();
  for (const [, vi] of parts)
    for (const [key, text] of Object.entries(vi)) {
      expect(seen.get(key) ?? text, key).toBe(text);
      seen.set(key, text);
    }
});

it('has a text for every refusal the server can give', () => {
  const server = join(import.meta.dirname, '../../../Meetings.Server');
  const codes = new Set<string>();
  for (const file of readdirSync(server, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || !file.name.endsWith('.cs') || /[\\/](bin|obj)([\\/]|$)/.test(file.parentPath)) continue;
    const source = readFileSync(join(file.parentPath, file.name), 'utf8');
    for (const [, code] of source.matchAll(/\bRefusal(?:\.\w+)?\("([a-z_]+)"/g)) codes.add(code!);
  }
  expect(codes.size).toBeGreaterThan(20);
  const known: Strings = Object.assign({}, ...parts.map(([, vi]) => vi));
  expect([...codes].filter((code) => !(`refusal.${code}` in known))).toEqual([]);
});

it('shows texts in the chosen language and fills placeholders', async () => {
  await addStrings(catalogue);
  expect(t('meetings.documents', { count: 3 })).toBe('3 tài liệu');
  await setLanguage('en');
  expect(t('meetings.documents', { count: 3 })).toBe('3 documents');
  expect(document.documentElement.lang).toBe('en');
  await setLanguage('vi');
  expect(language.value).toBe('vi');
  expect(tMaybe('refusal.of_tomorrow')).toBeNull();
});
