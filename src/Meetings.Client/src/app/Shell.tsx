import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { session, signOut, user, mayAdminister } from '../features/accounts';
import { language, setLanguage, stringsReady, t } from '../lib/i18n';
import { here, match, navigate } from '../lib/router';
import { Button, ButtonLink } from '../ui/Button';
import { MenuButton } from '../ui/MenuButton';
import { Loading, Problem } from '../ui/Notice';
import { Toasts, toast } from '../ui/toast';
import { asRefused, refusalText } from '../wire/http';
import { routes, type PageModule, type Route } from './routes';

export function Shell() {
  const path = here.value;
  const found = find(path);
  if (!session.value) return <main class="page"><Loading /></main>;
  return (
    <>
      {found?.route.bare && user.value && !user.value.mustEnrol ? (
        <Page found={found} />
      ) : (
        <>
          <Header />
          <main id="main" tabIndex={-1}><Page found={found} /></main>
        </>
      )}
      <OfflineBanner />
      <Toasts />
    </>
  );
}

/** Says when there is no network, and where the papers are that can be read all the same. */
function OfflineBanner() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    // Keeping papers begins when the page is there and the line is free.
    const timer = setTimeout(() => void import('../features/documents/keeper').then((m) => m.startKeeping(), () => undefined), 4000);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  if (online || !user.value || here.value.startsWith('/offline') || here.value.startsWith('/documents') || here.value.endsWith('/room')) return null;
  return <p class="offline-banner" role="status">{t('offline.banner')} <a href="/offline">{t('offline.open')}</a></p>;
}

interface Found { route: Route; params: Record<string, string> }

function find(path: string): Found | null {
  for (const route of routes) {
    const params = match(route.pattern, path);
    if (params) return { route, params };
  }
  return null;
}

const signInRoute: Route = { pattern: '/sign-in', who: 'anyone', load: () => import('../features/accounts/SignInPage') };

const accountRoute: Route = { pattern: '/account', who: 'member', load: () => import('./pages/AccountPage') };

/** Loads the page's chunk and shows it; signed-out visitors see the sign-in form under the same address. */
function Page({ found }: { found: Found | null }) {
  const [shown, setShown] = useState<{ route: Route; view: ComponentType<Record<string, string>> } | null>(null);
  const [failed, setFailed] = useState(false);
  const [error, resetError] = useErrorBoundary((caught) => console.error(caught));
  const first = useRef(true);
  const who = found?.route.who;
  const denied = !!found && ((who !== 'anyone' && !user.value) || (who === 'member' && user.value?.kind === 'guest'));
  // An administrator who has to make a second factor gets that page whatever the address says.
  const route = denied && !user.value ? signInRoute : user.value?.mustEnrol ? accountRoute : found?.route;
  const load = () => {
    setFailed(false);
    const wanted = route;
    wanted?.load().then(
      // The module has added its texts; wait for them, so that no page appears in two languages.
      (module) => stringsReady().then(() => setShown({ route: wanted, view: (module as PageModule).default })),
      () => setFailed(true),
    );
  };
  useEffect(load, [route]);
  useEffect(() => {
    resetError();
    // A new page starts at its top and its heading is what a screen reader hears next; not on the first load.
    if (!first.current) {
      scrollTo(0, 0);
      document.getElementById('main')?.focus();
    }
    first.current = false;
  }, [here.value.split('?')[0]]);
  if (error) return <Broken title={t('page.failed')} text={t('page.failedText')} />;
  if (!found || (denied && user.value)) return <Broken title={t('page.notFound')} text={t('page.notFoundText')} />;
  if (failed) return <div class="page"><Problem text={t('page.loadFailed')} onRetry={load} /></div>;
  if (shown?.route !== route) return <div class="page"><Loading /></div>;
  const View = shown!.view;
  return <View key={here.value.split('?')[0]!} {...found.params} />;
}

function Broken({ title, text }: { title: string; text: string }) {
  // A guest has one place to be.
  const guestOf = user.value?.guestMeetingId;
  return (
    <div class="page page-narrow stack">
      <h1>{title}</h1>
      <p>{text}</p>
      <div class="row">
        {guestOf
          ? <ButtonLink href={`/meetings/${guestOf}/room`} kind="primary" icon="door">{t('meeting.enter')}</ButtonLink>
          : <ButtonLink href="/" kind="primary">{t('page.toMeetings')}</ButtonLink>}
        <Button icon="refresh" onClick={() => location.reload()}>{t('page.reload')}</Button>
      </div>
    </div>
  );
}

function Header() {
  const current = (href: string) => (href === '/' ? here.value === '/' || here.value.startsWith('/meetings') : here.value.startsWith(href));
  const link = (href: string, text: string) => <a href={href} aria-current={current(href) ? 'page' : undefined}>{text}</a>;
  const member = user.value && user.value.kind !== 'guest';
  const leave = () =>
    signOut().then(() => navigate('/'), (e: unknown) => toast(refusalText(asRefused(e)), 'wrong'));
  return (
    <>
      <a class="skip btn btn-primary" href="#main">{t('app.skip')}</a>
      {session.value?.demo && <p class="demo">{t('app.demo')}</p>}
      <header class="top">
        <div class="top-in">
          <a class="brand" href="/"><img src="/icon.svg" alt="" /> {t('app.name')}</a>
          <nav aria-label={t('app.nav')}>
            {member && link('/', t('nav.meetings'))}
            {member && mayAdminister.value && link('/organisation', t('nav.organisation'))}
            {link('/help', t('nav.help'))}
          </nav>
          <Button kind="quiet" onClick={() => void setLanguage(language.value === 'vi' ? 'en' : 'vi')}>{t('app.otherLanguage')}</Button>
          {member && <LazyBell />}
          {user.value && (
            <MenuButton
              label={`${t('nav.account')}: ${user.value.displayName}`}
              icon="user"
              text={user.value.displayName}
              items={[
                ...(member && user.value.isAdministrator ? [{ label: t('nav.mail'), icon: 'mail' as const, onSelect: () => navigate('/mail') }] : []),
                ...(member ? [{ label: t('nav.calendar'), icon: 'calendar' as const, onSelect: () => navigate('/calendar-feed') }] : []),
                ...(member ? [{ label: t('nav.account'), icon: 'lock' as const, onSelect: () => navigate('/account') }] : []),
                { label: t('nav.offline'), icon: 'download' as const, onSelect: () => navigate('/offline') },
                { label: t('nav.signOut'), icon: 'logout', onSelect: () => void leave() },
              ]}
            />
          )}
        </div>
      </header>
    </>
  );
}

/** The bell comes after the page: nobody waits for it. */
function LazyBell() {
  const [view, setView] = useState<{ bell: ComponentType } | null>(null);
  useEffect(() => {
    import('../features/notifications/Bell').then((m) => stringsReady().then(() => setView({ bell: m.default })), () => undefined);
  }, []);
  return view && <view.bell />;
}
