import './catalogue';
export { GuestLinks } from './GuestLinks';
