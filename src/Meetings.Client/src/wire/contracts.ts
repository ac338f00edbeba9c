import type { AccountUnit, AgendaItemKind, GuestWelcome } from './contracts.gen';

export * from './contracts.gen';

/** 32 hexadecimal digits. */
export type Id = string;
export type AgendaKind = AgendaItemKind;
export type GuestInvitation = GuestWelcome;
export type UnitMembership = AccountUnit;
