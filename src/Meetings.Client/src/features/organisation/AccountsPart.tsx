import { useState } from 'preact/hooks';
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
import { findPerson, findSite, findUnit } from './finders';
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
          nameOf={(id) => names.get(id) ?? '…'}
          onSaved={() => void accounts.reload()}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface FormProps { account: AccountView | null; nameOf: (unitId: Id) => string; onSaved: () => void; onClose: () => void }
interface Named { id: Id; name: string }

function AccountForm({ account, nameOf, onSaved, onClose }: FormProps) {
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
    if (account) return put<void>(`/api/accounts/${account.id}`, body);
    const made = await post<Record<string, unknown>>('/api/accounts', body);
    const url = [made.url, made.link, made.passwordLink].find((x) => typeof x === 'string') as string | undefined;
    if (!url) return;
    setLink(new URL(url, location.origin).href);
    return 'stay';
  };
  const signOut = () =>
    void post(`/api/accounts/${account!.id}/signout`).then(() => toast(t('org.signedOut')), (e: unknown) => toast(refusalText(asRefused(e)), 'wrong'));
  return (
    <FormDialog
      title={account ? t('org.edit', { name: account.displayName }) : t('org.addAccount')}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
      ready={!link && !!userName.trim() && !!displayName.trim()}
      extra={account && <Button icon="logout" onClick={signOut}>{t('org.signOutAccount')}</Button>}
    >
      {link && (
        <Notice tone="good">
          <p>{t('org.passwordLinkText')}</p>
          <TextField label={t('org.passwordLink')} readOnly value={link} onInput={() => undefined} />
        </Notice>
      )}
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
      <Combobox label={t('org.addRole')} required={false} value="" find={findUnit}
        onPick={(u) => setHeld((all) => [...all, { unitId: u.id, name: u.name, role: 'official' }])} />
    </FormDialog>
  );
}
