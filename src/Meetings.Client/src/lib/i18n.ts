import { signal } from '@preact/signals';

/**
 * The keys of all catalogues. Each catalogue file adds its own by declaration merging, so that this file depends on none of them
 * and `t` still accepts known keys only.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Catalogue {}
export type Key = keyof Catalogue;
export type Language = 'vi' | 'en';
export type Args = Record<string, string | number>;
type Strings = Record<string, string>;

/** One part of the catalogue: Vietnamese comes with its code, English is fetched when somebody asks for it. */
export interface CataloguePart {
  vi: Strings;
  en: () => Promise<Strings>;
}

const parts = new Set<CataloguePart>();
const english = new Map<CataloguePart, Strings>();
const strings = signal<Strings>({});

/** The language the page is shown in; reading it inside a component subscribes the component. */
export const language = signal<Language>('vi');

let pending: Promise<unknown> = Promise.resolve();

/** Adds strings of a lazily loaded part. Vietnamese is there at once; resolves when the current language is. */
export function addStrings(part: CataloguePart): Promise<void> {
  parts.add(part);
  strings.value = { ...strings.value, ...part.vi };
  const added = language.value === 'en' ? setLanguage('en') : Promise.resolve();
  // A part that cannot be fetched leaves its Vietnamese texts standing.
  pending = Promise.all([pending, added]).catch(() => undefined);
  return added;
}

/** Resolves when every part added so far can be shown in the current language. */
export const stringsReady = (): Promise<unknown> => pending;

/** The language chosen on an earlier visit; call once, after the first part was added. */
export async function restoreLanguage(): Promise<void> {
  if (localStorage.getItem('language') === 'en') await setLanguage('en');
}

export async function setLanguage(next: Language): Promise<void> {
  if (next === 'en')
    await Promise.all([...parts].filter((p) => !english.has(p)).map(async (p) => english.set(p, await p.en())));
  strings.value = Object.assign({}, ...[...parts].map((p) => (next === 'en' ? { ...p.vi, ...english.get(p) } : p.vi)));
  language.value = next;
  localStorage.setItem('language', next);
  document.documentElement.lang = next;
}

const isKey = (key: string): key is Key & string => key in strings.value;

/** The text of a key with `{name}` placeholders filled. Reads the language signal, so callers re-render when it changes. */
export function t(key: Key, args?: Args): string {
  return fill(strings.value[key] ?? key, args);
}

/** The text for a key made at run time (a code the server sent), or null when no catalogue knows it. */
export function tMaybe(key: string, args?: Args): string | null {
  return isKey(key) ? t(key, args) : null;
}

const fill = (text: string, args?: Args) => (args ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole)) : text);
