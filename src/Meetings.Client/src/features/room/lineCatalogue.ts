import { addStrings } from '../../lib/i18n';
import { vi } from './line.strings.vi';

type Texts = typeof vi;
declare module '../../lib/i18n' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Catalogue extends Texts {}
}

void addStrings({ vi, en: () => import('./line.strings.en').then(m => m.en) });
