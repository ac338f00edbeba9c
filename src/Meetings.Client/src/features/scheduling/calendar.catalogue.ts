import { addStrings } from '../../lib/i18n';
import { vi } from './calendar.strings.vi';

type Texts = typeof vi;
declare module '../../lib/i18n' {
  interface Catalogue extends Texts {}
}

void addStrings({ vi, en: () => import('./calendar.strings.en').then((m) => m.en) });
