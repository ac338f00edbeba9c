import { addStrings } from '../../lib/i18n';
import { vi } from './planning.strings.vi';

type Texts = typeof vi;
declare module '../../lib/i18n' {
  interface Catalogue extends Texts {}
}

void addStrings({ vi, en: () => import('./planning.strings.en').then((m) => m.en) });
