import { t } from '../../lib/i18n';
import type { DirectoryEntry, MeetingRole } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Select } from '../../ui/Field';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { communesFor, findInDirectory, loadSites, loadUnits } from '../organisation';
import { invite, type Draft, type DraftInvitee } from './draft';

/** Chair and secretary are named in the first section; here stand all others. */
const roles: MeetingRole[] = ['delegate', 'observer', 'guest', 'technician'];

export function InviteesSection({ draft: d, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const units = useLoad(() => loadUnits(d.day), d.day);
  const sites = useLoad(() => loadSites(), 'all');
  const communes = d.host && units.value ? communesFor(units.value, d.host.id) : [];
  const ids = new Set(communes.map((c) => c.id));
  const communeSites = (sites.value ?? []).filter((s) => ids.has(s.unitId) && s.isMain);
  const add = (more: DraftInvitee[]) => {
    const invitees = invite(d.invitees, more);
    change({ invitees });
    if (more.length > 1) toast(t('editor.invited', { count: invitees.length - d.invitees.length }));
  };
  const find = async (query: string) =>
    (await findInDirectory()(query)).map((e) => ({ ...e, detail: [t(`invitee.${e.kind}`), e.detail].filter(Boolean).join(' · '), own: e }));
  const entry = (e: DirectoryEntry): DraftInvitee => ({ kind: e.kind, targetId: e.id, name: e.name, ...(e.detail ? { detail: e.detail } : {}), role: 'delegate' });
  return (
    <section id="invitees" class="card stack">
      <h2>{t('editor.invitees')}</h2>
      <Combobox label={t('editor.invite')} value="" find={find} onPick={(choice) => add([entry(choice.own)])} />
      {communes.length > 0 && (
        <div class="row">
          <Button icon="unit" onClick={() => add(communes.map((c) => ({ kind: 'unit', targetId: c.id, name: c.name, role: 'delegate' })))}>
            {t('editor.inviteCommunes', { count: communes.length })}
          </Button>
          {communeSites.length > 0 && (
            <Button icon="site" onClick={() => add(communeSites.map((s) => ({ kind: 'site', targetId: s.id, name: s.name, detail: s.unitName, role: 'delegate' })))}>
              {t('editor.inviteSites', { count: communeSites.length })}
            </Button>
          )}
        </div>
      )}
      {d.invitees.length === 0 && <p class="muted">{t('meeting.noInvitees')}</p>}
      {(['unit', 'site', 'person'] as const).map((kind) => {
        const these = d.invitees.filter((i) => i.kind === kind);
        return these.length > 0 && (
          <details key={kind} open={these.length <= 10}>
            <summary><strong>{t(`invitee.${kind}`)}</strong> <span class="muted">({these.length})</span></summary>
            <ul>{these.map((i) => <InviteeRow key={i.targetId} invitee={i} all={d.invitees} change={change} />)}</ul>
          </details>
        );
      })}
    </section>
  );
}

function InviteeRow({ invitee: i, all, change }: { invitee: DraftInvitee; all: DraftInvitee[]; change: (part: Partial<Draft>) => void }) {
  return (
    <li class="invitee">
      <div>
        <strong>{i.name}</strong>
        {i.detail && <p class="muted">{i.detail}</p>}
      </div>
      <Select
        label={t('editor.roleOf', { name: i.name })}
        hideLabel
        value={i.role}
        options={(roles.includes(i.role) ? roles : [i.role, ...roles]).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        onChange={(role) => change({ invitees: all.map((x) => (x === i ? { ...x, role } : x)) })}
      />
      <Button kind="quiet" icon="close" label={t('editor.removeInvitee', { name: i.name })} onClick={() => change({ invitees: all.filter((x) => x !== i) })} />
    </li>
  );
}
