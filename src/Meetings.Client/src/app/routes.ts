import type { ComponentType } from 'preact';

/** Path parameters reach a page as string properties. */
export type PageModule = { default: ComponentType<Record<string, string>> };

export interface Route {
  pattern: string;
  load: () => Promise<unknown>;
  /** `anyone` is shown signed out as well; `member` is not for guests of one meeting. */
  who: 'anyone' | 'signedIn' | 'member';
  /** The page takes the whole window, without the shell's header. */
  bare?: boolean;
}

export const routes: Route[] = [
  { pattern: '/sign-in', who: 'anyone', load: () => import('../features/accounts/SignInPage') },
  { pattern: '/device', who: 'anyone', load: () => import('../features/accounts/DevicePage') },
  { pattern: '/setup', who: 'anyone', load: () => import('../features/accounts/SetupPage') },
  { pattern: '/meetings/:id/room', who: 'signedIn', bare: true, load: () => import('../features/room/RoomPage') },
  { pattern: '/', who: 'member', load: () => import('../features/scheduling/MeetingListPage') },
  { pattern: '/calendar', who: 'member', load: () => import('../features/scheduling/CalendarPage') },
  { pattern: '/meetings/new', who: 'member', load: () => import('./pages/EditorPage') },
  { pattern: '/meetings/:id', who: 'member', load: () => import('./pages/MeetingPage') },
  { pattern: '/meetings/:id/edit', who: 'member', load: () => import('./pages/EditorPage') },
  { pattern: '/meetings/:id/minutes', who: 'member', load: () => import('../features/minutes/MinutesPage') },
  { pattern: '/meetings/:id/preparation', who: 'member', load: () => import('../features/preparation/PreparationPage') },
  { pattern: '/meetings/:id/rehearsal', who: 'signedIn', load: () => import('../features/room/RehearsalPage') },
  { pattern: '/meetings/:id/rehearsals', who: 'member', load: () => import('../features/room/RehearsalMapPage') },
  { pattern: '/documents/:id', who: 'signedIn', bare: true, load: () => import('../features/documents/ReaderPage') },
  { pattern: '/offline', who: 'signedIn', load: () => import('../features/documents/OfflinePage') },
  { pattern: '/meetings/:id/invitations', who: 'member', load: () => import('../features/invitations/BoardPage') },
  { pattern: '/notifications', who: 'member', load: () => import('../features/notifications/NotificationsPage') },
  { pattern: '/calendar-feed', who: 'member', load: () => import('../features/invitations/CalendarFeedPage') },
  { pattern: '/mail', who: 'member', load: () => import('../features/notifications/MailPage') },
  { pattern: '/g/:token', who: 'anyone', load: () => import('../features/invitations/GuestPage') },
  { pattern: '/organisation', who: 'member', load: () => import('../features/organisation/OrganisationPage') },
  { pattern: '/help', who: 'anyone', load: () => import('../features/help/HelpPage') },
  { pattern: '/account', who: 'member', load: () => import('./pages/AccountPage') },
];
