import './catalogue';
import { useState } from 'preact/hooks';
import { isoDay } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { ProfileView } from '../../wire/contracts';
import { asRefused, get, put, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { useAction } from '../../ui/useAction';
import { Deputies } from './Deputies';
import './organisation.css';

/** What people, and sites' devices, keep true about themselves. */
export default function ProfileCard() {
  const profile = useLoad(() => get<ProfileView>('/api/profile'), 'profile');
  if (profile.error) return <Problem text={refusalText(asRefused(profile.error))} onRetry={() => void profile.reload()} />;
  if (!profile.value) return <Loading />;
  return profile.value.person || profile.value.site ? <Form view={profile.value} /> : null;
}

function Form({ view: { person, site } }: { view: ProfileView }) {
  const [email, setEmail] = useState((person ?? site)?.email ?? '');
  const [phone, setPhone] = useState(person?.phone ?? site?.technicianPhone ?? '');
  const [technician, setTechnician] = useState(site?.technician ?? '');
  const [deputies, setDeputies] = useState(person?.deputies ?? []);
  const { busy, error, run } = useAction();
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await put('/api/profile', {
        email: email.trim() || undefined,
        phone: phone.trim() || undefined,
        ...(site ? { technician: technician.trim() || undefined } : {}),
        ...(person ? { deputies: deputies.map((d) => ({ personId: d.personId, from: d.from || isoDay(Date.now()), to: d.to || undefined })) } : {}),
      });
      toast(t('org.saved'));
    });
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate>
      <h2>{t('org.profile')}</h2>
      {person && <p class="muted">{person.positions.filter((p) => !p.to || p.to > isoDay(Date.now())).map((p) => `${p.title}, ${p.unitName}`).join('; ')}</p>}
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <TextField label={t('org.email')} hint={t('org.emailHint')} type="email" required={false} value={email} onInput={setEmail} maxLength={254} autocomplete="email" />
      {site && <TextField label={t('org.technician')} required={false} value={technician} onInput={setTechnician} maxLength={100} />}
      <TextField label={t('org.phone')} type="tel" required={false} value={phone} onInput={setPhone} maxLength={30} autocomplete="tel" />
      {person && <Deputies value={deputies} onChange={setDeputies} />}
      <div><Button kind="primary" type="submit" busy={busy}>{t('action.save')}</Button></div>
    </form>
  );
}
