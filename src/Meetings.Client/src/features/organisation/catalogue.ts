import { addStrings, type CataloguePart } from '../../lib/i18n';
import { vi } from './strings.vi';

type Texts = typeof vi;
declare module '../../lib/i18n' {
  interface Catalogue extends Texts {}
}

const catalogue: CataloguePart = { vi, en: () => import('./strings.en').then((m) => m.en) };

// The page's module waits for its words, so that nobody sees a key.
await addStrings(catalogue);
