import './catalogue';
import { later } from '../../ui/later';

export { PageView } from './PageView';
export { documentDetails, originalUrl, prefetch } from './pages';
/** Fetched when it is wanted: the call shows pages too, and must not carry the sending of files. */
export const Upload = later(() => import('./Upload').then((m) => m.Upload));
