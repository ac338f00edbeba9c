import type { vi } from './strings.vi';

export const en: Record<keyof typeof vi, string> = {
  'guestLinks.title': 'Guest links',
  'guestLinks.text': 'For people without an account. Guests wait in the waiting room until they are let in.',
  'guestLinks.name': 'Name of the guest or their office',
  'guestLinks.create': 'Create a link',
  'guestLinks.once': 'Copy it now: for safety the link is shown once.',
  'guestLinks.link': 'Link',
  'guestLinks.copied': 'The link was copied.',
  'guestLinks.copyFailed': 'The browser refused to copy; select and copy it by hand.',
  'guestLinks.revoke': 'Withdraw the link of {name}',
  'guestLinks.revoked': 'Withdrawn',
  'guestLinks.created': 'Created {at}',
  'guest.title': 'Join as a guest',
  'guest.host': 'Held by',
  'guest.start': 'Start',
  'guest.name': 'Your full name',
  'guest.hint': 'Everybody in the meeting sees this name.',
  'guest.enter': 'Enter the waiting room',
  'guest.wait': 'You stay in the waiting room until the chair or the secretary lets you in.',
};
