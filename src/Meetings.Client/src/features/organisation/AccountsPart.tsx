import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { AccountRole, AccountView, Id, UnitRole } from '../../wire/contracts';
import { asRefused, get, post, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Checkbox, Select, TextField } from '../../ui/Field';
import { Chip, Notice } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { user } from '../accounts';
import { loadUnits } from './directory';
import { findGoverned, governedBy } from './authority';
import { findPerson, findSite } from './finders';
import { FormDialog } from './FormDialog';
import { ListPart, ListRow } from './ListPart';

const roles: UnitRole[] = ['official', 'secretary', 'administrator', 'technician', 'siteAccount'];

export function AccountsPart() {
  const [editing, setEditing] = useState<AccountView | 'new' | null>(null);
  const accounts = useLoad(() => get<AccountView[]>('/api/accounts'), 'accounts');
  const units = useLoad(() => loadUnits(), 'units');
  const names = new Map(units.value?.map((u) => [u.id, u.name]));
  const roleWords = (a: AccountView) => a.roles.map((r) => `${t(`unitRole.${r.role}`)}, ${names.get(r.unitId) ?? '…'}`).join('; ');
  return (
    <>
      <ListPart
        loaded={accounts}
        textOf={(a) => `${a.displayName} ${a.userName} ${roleWords(a)}`}
        keyOf={(a) => a.id}
        row={(a) => (
          <ListRow
            name={a.displayName}
            detail={[a.userName, a.isAdministrator && t('org.isAdministrator'), roleWords(a)].filter(Boolean).join(' · ')}
            mark={!a.isActive && <Chip icon="lock">{t('org.inactive')}</Chip>}
            onEdit={() => setEditing(a)}
          />
        )}
        add={t('org.addAccount')}
        onAdd={() => setEditing('new')}
      />
      {editing && (
        <AccountForm
          key={editing === 'new' ? 'new' : editing.id}
          account={editing === 'new' ? null : editing}
          governs={governedBy(units.value)}
          nameOf={(id) => names.get(id) ?? '…'}
          onSaved={() => void accounts.reload()}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface FormProps {
  account: AccountView | null;
  governs: (unit: Id | undefined) => boolean;
  nameOf: (unitId: Id) => string;
  onSaved: () => void;
  onClose: () => void;
}
/** What making an account, or a new link for one, answers. */
interface AccountMade { id: Id; link: string }
interface Named { id: Id; name: string }

function AccountForm({ account, governs, nameOf, onSaved, onClose }: FormProps) {
  const [userName, setUserName] = useState(account?.userName ?? '');
  const [displayName, setDisplayName] = useState(account?.displayName ?? '');
  const [person, setPerson] = useState<Named | null>(account?.personId ? { id: account.personId, name: account.displayName } : null);
  const [site, setSite] = useState<Named | null>(account?.siteId ? { id: account.siteId, name: account.displayName } : null);
  const [isAdministrator, setIsAdministrator] = useState(account?.isAdministrator ?? false);
  const [isActive, setIsActive] = useState(account?.isActive ?? true);
  const [held, setHeld] = useState<(AccountRole & { name: string })[]>(account?.roles.map((r) => ({ ...r, name: nameOf(r.unitId) })) ?? []);
  const [link, setLink] = useState<string | null>(null);
  const save = async (): Promise<void | 'stay'> => {
    const body = {
      userName: userName.trim(), displayName: displayName.trim(), personId: person?.id, siteId: site?.id, isAdministrator, isActive,
      roles: held.map(({ unitId, role }) => ({ unitId, role })),
    };
    if (account) return void (await put(`/api/accounts/${account.id}`, body));
    setLink((await post<AccountMade>('/api/accounts', body)).link);
    return 'stay';
  };
  const failed = (e: unknown) => toast(refusalText(asRefused(e)), 'wrong');
  const signOut = () => void post(`/api/accounts/${account!.id}/signout`).then(() => toast(t('org.signedOut')), failed);
  const newLink = () => void post<AccountMade>(`/api/accounts/${account!.id}/link`).then((made) => setLink(made.link), failed);
  return (
    <FormDialog
      title={account ? t('org.edit', { name: account.displayName }) : t('org.addAccount')}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
      ready={!(link && !account) && !!userName.trim() && !!displayName.trim() && (held.length > 0 || !!user.value?.isAdministrator)}
      extra={account && (
        <>
          <Button icon="link" onClick={newLink}>{t('org.newLink')}</Button>
          <Button icon="logout" onClick={signOut}>{t('org.signOutAccount')}</Button>
        </>
      )}
    >
      {link && <PasswordLink link={link} name={displayName} />}
      <TextField label={t('org.userName')} value={userName} onInput={setUserName} maxLength={60} readOnly={!!account} />
      <TextField label={t('org.displayName')} value={displayName} onInput={setDisplayName} maxLength={100} />
      <Combobox label={t('org.person')} required={false} value={person?.name ?? ''} find={findPerson}
        onPick={(p) => { setPerson(p); setSite(null); if (!displayName) setDisplayName(p.name); }} onClear={() => setPerson(null)} />
      <Combobox label={t('org.site')} required={false} value={site?.name ?? ''} find={findSite}
        onPick={(s) => { setSite(s); setPerson(null); if (!displayName) setDisplayName(s.name); }} onClear={() => setSite(null)} />
      {user.value?.isAdministrator && <Checkbox label={t('org.isAdministrator')} checked={isAdministrator} onChange={setIsAdministrator} />}
      <Checkbox label={t('org.isActive')} checked={isActive} onChange={setIsActive} />
      <h3>{t('org.roles')}</h3>
      <ul class="stack-tight">
        {held.map((r, i) => (
          <li key={r.unitId + i} class="org-role">
            <Select label={r.name} value={r.role} options={roles.map((role) => ({ value: role, label: t(`unitRole.${role}`) }))}
              onChange={(role) => setHeld((all) => all.map((x, at) => (at === i ? { ...x, role } : x)))} />
            <Button kind="quiet" icon="trash" label={t('org.removeRole', { name: r.name })} onClick={() => setHeld((all) => all.filter((_, at) => at !== i))} />
          </li>
        ))}
      </ul>
      <Combobox label={t('org.addRole')} required={false} value="" find={findGoverned(governs)}
        onPick={(u) => setHeld((all) => [...all, { unitId: u.id, name: u.name, role: 'official' }])} />
    </FormDialog>
  );
}

/** The one-time link, shown this once: the server keeps only its fingerprint. */
function PasswordLink({ link, name }: { link: string; name: string }) {
  const copy = () =>
    (navigator.clipboard ? navigator.clipboard.writeText(link) : Promise.reject(new Error('no clipboard')))
      .then(() => toast(t('org.copied')), () => toast(t('org.copyFailed'), 'wrong'));
  const field = useRef<HTMLDivElement>(null);
  // The form may be scrolled away from it; selected text is one key from being copied.
  useEffect(() => {
    field.current?.querySelector('input')?.select();
    field.current?.scrollIntoView({ block: 'center' });
  }, [link]);
  return (
    <Notice tone="good">
      <p role="status">{t('org.passwordLinkText', { name })}</p>
      <div class="org-link" ref={field}>
        <TextField label={t('org.passwordLink')} readOnly value={link} onInput={() => undefined} />
        <Button icon="copy" onClick={() => void copy()}>{t('action.copy')}</Button>
      </div>
    </Notice>
  );
}
