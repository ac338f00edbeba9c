/** The server's records as the browser sees them: ids are 32 hex digits, instants ISO 8601 UTC, absent means null. */
export type Id = string;
export type Instant = string;

export type UnitRole = 'administrator' | 'secretary' | 'official' | 'technician' | 'siteAccount';
export interface UnitMembership { unitId: Id; unitName: string; role: UnitRole }
export interface SessionUser {
  accountId: Id;
  displayName: string;
  kind: 'person' | 'site' | 'guest' | 'administrator';
  personId?: Id;
  siteId?: Id;
  isAdministrator: boolean;
  units: UnitMembership[];
  guestMeetingId?: Id;
}
export interface DemoAccount { userName: string; password: string; displayName: string; description: string }
export interface Session { user?: SessionUser; demo: boolean; demoAccounts?: DemoAccount[]; version: string }

/** What a one-time link is for: an account's first password, or (without a name) the first administrator. */
export interface SetupView { valid: boolean; userName?: string; displayName?: string }

export type UnitKind = 'province' | 'district' | 'commune' | 'department' | 'office' | 'other';
export interface UnitView {
  id: Id;
  name: string;
  shortName: string;
  kind: UnitKind;
  parentId?: Id;
  rank: number;
  validFrom: string;
  validTo?: string;
  predecessors: Id[];
}
export type DirectoryKind = 'unit' | 'person' | 'site';
export interface DirectoryEntry { kind: DirectoryKind; id: Id; name: string; detail?: string; unitId?: Id }
export interface PositionView { unitId: Id; unitName: string; title: string; from: string; to?: string }
export interface PersonView { id: Id; fullName: string; honorific?: string; positions: PositionView[] }
export interface SiteView {
  id: Id;
  name: string;
  unitId: Id;
  unitName: string;
  capacity: number;
  isMain: boolean;
  technician?: string;
  technicianPhone?: string;
}
export interface AccountRole { unitId: Id; role: UnitRole }
export interface AccountView {
  id: Id;
  userName: string;
  displayName: string;
  personId?: Id;
  siteId?: Id;
  isAdministrator: boolean;
  isActive: boolean;
  roles: AccountRole[];
}

export type MeetingKind = 'briefing' | 'session' | 'thematic' | 'urgent' | 'review' | 'rollout' | 'training' | 'other';
export type MeetingMode = 'inPerson' | 'online' | 'hybrid';
export type MeetingStatus = 'draft' | 'scheduled' | 'open' | 'inSession' | 'paused' | 'closed' | 'cancelled';
export type MeetingRole = 'chair' | 'secretary' | 'delegate' | 'observer' | 'guest' | 'technician';
export type AgendaKind = 'inform' | 'discuss' | 'decide';

export interface MeetingSummary {
  id: Id;
  title: string;
  kind: MeetingKind;
  mode: MeetingMode;
  status: MeetingStatus;
  hostUnitName: string;
  chairName?: string;
  start: Instant;
  end: Instant;
  localStart: string;
  zone: string;
  itemCount: number;
  documentCount: number;
  myRole?: MeetingRole;
  mayManage: boolean;
}
export interface PersonRef { id: Id; name: string; position?: string; unitName?: string }
export interface DocumentView {
  id: Id;
  name: string;
  size: number;
  pages: number;
  status: 'processing' | 'ready' | 'failed';
  uploadedAt: Instant;
  uploadedBy: string;
}
/** `text` pages are wholly drawn by their SVG; of `mixed` and `scan` pages only the image shows everything. */
export type PageKind = 'text' | 'mixed' | 'scan';
export interface DocumentDetails extends DocumentView {
  meetingId: Id;
  agendaItemId: Id;
  pageTiers: string[];
  pageKinds: PageKind[];
  /** Width and height in points. */
  pageSizes: [number, number][];
}
export interface AgendaItemView {
  id: Id;
  number: number;
  title: string;
  kind: AgendaKind;
  minutes: number;
  presenter?: PersonRef;
  presenterText?: string;
  start: Instant;
  documents: DocumentView[];
}
export interface InviteeView { id: Id; kind: DirectoryKind; targetId: Id; name: string; detail?: string; role: MeetingRole }
export interface GuestLinkView { id: Id; name: string; url?: string; createdAt: Instant; revoked: boolean }
export interface MeetingDetails {
  id: Id;
  title: string;
  kind: MeetingKind;
  mode: MeetingMode;
  status: MeetingStatus;
  hostUnitId: Id;
  hostUnitName: string;
  chair?: PersonRef;
  secretary?: PersonRef;
  localStart: string;
  zone: string;
  start: Instant;
  end: Instant;
  minutes: number;
  place?: string;
  notes?: string;
  agenda: AgendaItemView[];
  invitees: InviteeView[];
  mayManage: boolean;
  myRole?: MeetingRole;
  revision: number;
  cancelReason?: string;
  guestLinks?: GuestLinkView[];
}
export interface AgendaItemInput { id?: Id; title: string; kind: AgendaKind; minutes: number; presenterId?: Id; presenterText?: string }
export interface InviteeInput { kind: DirectoryKind; targetId: Id; role: MeetingRole }
export interface MeetingInput {
  title: string;
  kind: MeetingKind;
  mode: MeetingMode;
  hostUnitId: Id;
  chairId?: Id;
  secretaryId?: Id;
  localStart: string;
  zone: string;
  minutes: number;
  place?: string;
  notes?: string;
  agenda: AgendaItemInput[];
  invitees: InviteeInput[];
  revision?: number;
}
export interface GuestInvitation { meetingTitle: string; start: Instant; hostUnitName: string; name: string }

export interface MinutesPerson { name: string; position?: string; role: string; from?: string; to?: string; note?: string }
export interface MinutesBody {
  title: string;
  authority: string;
  parentAuthority?: string;
  place: string;
  begin: string;
  end: string;
  chair: string;
  secretary: string;
  attendance: { unit: string; people: MinutesPerson[] }[];
  absent: { name: string; unit: string; excused: boolean }[];
  items: { number: number; title: string; begin?: string; end?: string; text: string }[];
  closing: string;
  recipients: string[];
}
export interface MinutesView { meetingId: Id; status: 'draft'; revision: number; composedAt: Instant; editedAt?: Instant; body: MinutesBody }
