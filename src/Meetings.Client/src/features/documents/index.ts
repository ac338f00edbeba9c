import './catalogue';
export { DocumentList } from './DocumentList';
export { PageView } from './PageView';
export { documentDetails, originalUrl, prefetch } from './pages';
export { PacketCard } from './PacketCard';
export { Upload } from './Upload';
