import { addStrings, type CataloguePart } from '../../lib/i18n';
import { vi } from './rehearsal.strings.vi';

type Texts = typeof vi;
declare module '../../lib/i18n' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Catalogue extends Texts {}
}

const catalogue: CataloguePart = { vi, en: () => import('./rehearsal.strings.en').then(m => m.en) };

void addStrings(catalogue);
