import { computed, signal } from '@preact/signals';
import type { Session, UnitRole } from '../../wire/contracts';
import { get, onSignedOut, post, remove } from '../../wire/http';
import { keepOnly } from '../../wire/keeping';

/** Who is here: null until the server answered the first time. */
export const session = signal<Session | null>(null);
export const user = computed(() => session.value?.user ?? null);

/** True when the user may create meetings for some unit. */
export const mayCreateMeetings = computed(
  () => !!user.value && (user.value.isAdministrator || user.value.units.some((u) => u.role === 'administrator' || u.role === 'secretary')),
);
/** True when the user may look after some unit's people, sites and accounts. */
export const mayAdminister = computed(() => !!user.value && (user.value.isAdministrator || hasRole('administrator')));

const hasRole = (role: UnitRole) => user.value!.units.some((u) => u.role === role);

export const loadSession = async (): Promise<void> => void (session.value = await get<Session>('/api/session'));

export async function signIn(userName: string, password: string, remember: boolean): Promise<void> {
  session.value = await post<Session>('/api/session', { userName, password, remember });
}

/** Written into the storage of the browser when somebody signs out, so that its other tabs hear of it. */
export const signedOutKey = 'signedOut';

export async function signOut(everywhere = false): Promise<void> {
  // First, and without a network as well: the next person on this device must not find our papers.
  await keepOnly(null);
  await remove(everywhere ? '/api/sessions' : '/api/session');
  localStorage.setItem(signedOutKey, String(Date.now()));
  await loadSession();
}

// A session that ended on the server (signed out elsewhere, account closed) shows the sign-in page over the same address.
onSignedOut.current = () => {
  if (session.value?.user) void loadSession();
};
