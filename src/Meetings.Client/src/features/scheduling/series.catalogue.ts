import { addStrings } from '../../lib/i18n';
import { vi } from './series.strings.vi';

type Texts = typeof vi;
declare module '../../lib/i18n' {
  interface Catalogue extends Texts {}
}

void addStrings({ vi, en: () => import('./series.strings.en').then((m) => m.en) });
