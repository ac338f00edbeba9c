import './catalogue';
import './invitations.css';
export { InvitationPanel } from './InvitationPanel';
