export { loadSession, mayAdminister, mayCreateMeetings, session, signedOutKey, signOut, user } from './session';
