import { AccountPage } from '../../features/accounts/AccountPage';
import { user } from '../../features/accounts';
import ProfileCard from '../../features/organisation/ProfileCard';

/** One's own account: what guards it, and what the directory says of its owner. */
export default function OwnAccountPage() {
  return <AccountPage>{user.value?.mustEnrol ? null : <ProfileCard />}</AccountPage>;
}
