import type { CataloguePart } from '../lib/i18n';
import { vi } from './vi';

type Texts = typeof vi;
declare module '../lib/i18n' {
  interface Catalogue extends Texts {}
}

export const catalogue: CataloguePart = { vi, en: () => import('./en').then((m) => m.en) };
