import { inputOf, type Draft } from './draft';
import { isSecret } from './secrecy';

/** The part of a plan that decides what stands in its way, as text to compare; empty while there is no time to ask about. */
export function clashQuery(d: Draft): string {
  const minutes = Number(d.minutes);
  if (isSecret(d.secrecy)) return '';
  if (!d.host || !d.day || !d.start || !(minutes >= 5) || d.chair?.id === (d.secretary?.id ?? '')) return '';
  const { notes: _notes, revision: _revision, title: _title, isUrgent: _urgent, urgentReason: _why, ...plan } = inputOf(d);
  const agenda = plan.agenda?.filter((i) => i?.presenterId).map((i) => ({ title: '', kind: 'inform', minutes: 0, presenterId: i!.presenterId }));
  return JSON.stringify({ ...plan, agenda });
}
