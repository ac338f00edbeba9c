export { loadSession, mayAdminister, mayCreateMeetings, session, signOut, user } from './session';
