// Generated from the server's records; do not edit. See WireTypeScript.cs.

export type AccountId = string;

export interface AccountInput {
  userName: string;
  displayName: string;
  roles: AccountRole[];
  personId?: PersonId;
  siteId?: SiteId;
  isAdministrator?: boolean;
  isActive?: boolean;
}

export interface AccountMade {
  id: AccountId;
  link: string;
}

export interface AccountRole {
  unitId: UnitId;
  role: UnitRole;
}

export interface AccountUnit {
  unitId: UnitId;
  unitName: string;
  role: UnitRole;
}

export interface AccountView {
  id: AccountId;
  userName: string;
  displayName: string;
  personId?: PersonId;
  siteId?: SiteId;
  isAdministrator: boolean;
  isActive: boolean;
  roles: AccountRole[];
}

export type AgendaItemId = string;

export interface AgendaItemInput {
  id?: AgendaItemId;
  title?: string;
  kind: AgendaItemKind;
  minutes: number;
  presenterId?: PersonId;
  presenterText?: string;
  depth?: number;
  description?: string;
  audience?: AudienceEntry[];
  isRestricted?: boolean;
}

export type AgendaItemKind = 'inform' | 'discuss' | 'decide';

export interface AgendaItemView {
  id: AgendaItemId;
  number: number;
  title: string;
  kind: AgendaItemKind;
  minutes: number;
  presenter?: PersonRef;
  presenterText?: string;
  start: string;
  documents: DocumentView[];
  label: string;
  depth?: number;
  description?: string;
  audience?: AudienceEntry[];
  isRestricted?: boolean;
  isMine?: boolean;
}

export interface AnswerInput {
  choice?: number;
  text?: string;
}

export interface AttendanceInterval {
  from: string;
  to?: string;
  via: string;
  lostLine: boolean;
}

export interface AttendancePerson {
  seat: number;
  name: string;
  position?: string;
  unitName?: string;
  role: string;
  intervals: AttendanceInterval[];
}

export interface AttendanceView {
  people: AttendancePerson[];
}

export interface AudienceEntry {
  kind: InviteeKind;
  targetId: string;
}

export interface AuditEntryView {
  id: number;
  at: string;
  accountId?: AccountId;
  accountName?: string;
  action: string;
  target: string;
  details?: string;
}

export interface BoardAnswer {
  rows?: unknown[][];
  refusal?: HubRefusal;
}

export interface BusyRow {
  kind?: InviteeKind;
  name: string;
  spans: BusySpan[];
}

export interface BusySpan {
  from: number;
  to: number;
  title?: string;
}

export interface CalendarFeedView {
  url?: string;
  readAt?: string;
}

export interface CancelInput {
  reason?: string;
}

export interface ChangePasswordInput {
  current: string;
  next: string;
}

export interface ClashReport {
  clashes: ClashView[];
  lines: CrowdedLine[];
  freeStarts: string[];
  day: BusyRow[];
  freeAllDay: number;
}

export interface ClashView {
  title?: string;
  start: string;
  end: string;
  names: string[];
  sameRoom: boolean;
}

export interface ConclusionView {
  text: string;
  unitName?: string;
  due?: string;
}

export interface CrowdedLine {
  unitName: string;
  needed: number;
  down: number;
  meetings: number;
}

export type DayOffRule = 'keep' | 'skip' | 'nextWorkingDay' | 'previousWorkingDay';

export interface DayView {
  day: string;
  name?: string;
  isWorking: boolean;
}

export interface DelegateEntry {
  name: string;
  position?: string;
}

export interface DelegatesInput {
  delegates: DelegateEntry[];
}

export interface DemoAccount {
  userName: string;
  password: string;
  displayName: string;
  description: string;
}

export interface DemoAttendInput {
  meetingId: MeetingId;
  count: number;
}

export interface DeputyInput {
  personId: PersonId;
  from: string;
  to?: string;
}

export interface DeputyView {
  personId: PersonId;
  fullName: string;
  from: string;
  to?: string;
}

export interface DeviceInput {
  name: string;
}

export interface DirectoryEntry {
  kind: DirectoryKind;
  id: string;
  name: string;
  detail: string;
  unitId?: UnitId;
}

export type DirectoryKind = 'unit' | 'person' | 'site';

export interface DocumentDetails {
  id: DocumentId;
  name: string;
  size: number;
  pages: number;
  status: DocumentStatus;
  uploadedAt: string;
  uploadedBy: string;
  meetingId: MeetingId;
  agendaItemId?: AgendaItemId;
  version: number;
  latest: number;
  problem?: string;
  format: string;
  allowsDownload: boolean;
  stamped: boolean;
  withdrawn: boolean;
  mayManage: boolean;
  sheets: SheetView[];
  audience?: AudienceEntry[];
}

export type DocumentId = string;

export interface DocumentRules {
  audience: AudienceEntry[];
  allowsDownload: boolean;
  stamped: boolean;
}

export type DocumentStatus = 'processing' | 'ready' | 'failed';

export interface DocumentView {
  id: DocumentId;
  name: string;
  size: number;
  pages: number;
  status: DocumentStatus;
  uploadedAt: string;
  uploadedBy: string;
  version?: number;
  latest?: number;
  problem?: string;
  pictured?: number;
  withdrawn?: boolean;
  restricted?: boolean;
  allowsDownload?: boolean;
  stamped?: boolean;
}

export interface Engagement {
  meetingId: MeetingId;
  title: string;
  start: string;
  role: string;
}

export interface EnterInput {
  device: string;
  mode: RoomMode;
  resume?: string;
  since?: number;
  offer?: string;
  slots?: number;
  attempt?: number;
}

export interface EventOnWire {
  number: number;
  at: number;
  kind: string;
  args: unknown[];
}

export interface ExtendInput {
  until: string;
}

export interface GuestLinkView {
  id: string;
  name: string;
  url?: string;
  createdAt: string;
  revoked: boolean;
}

export interface GuestName {
  name?: string;
}

export interface GuestWelcome {
  meetingId: MeetingId;
  meetingTitle: string;
  start: string;
  zone: string;
  minutes: number;
  place?: string;
  hostUnitName: string;
  name: string;
  kind: InvitedKind;
  asksName: boolean;
  status: MeetingStatus;
  mayEnter: boolean;
  mayReply: boolean;
  reply?: ReplyView;
}

export interface HubAnswer {
  refusal?: HubRefusal;
}

export interface HubRefusal {
  code: string;
  args?: Record<string, string>;
}

export interface IceServerView {
  urls: string[];
  username?: string;
  credential?: string;
}

export interface ImportChange {
  line: number;
  kind: ImportChangeKind;
  name: string;
  detail: string;
}

export type ImportChangeKind = 'add' | 'edit' | 'end';

export interface ImportInput {
  csv: string;
  apply?: boolean;
}

export interface ImportRemark {
  line: number;
  code: string;
  args?: Record<string, string>;
}

export interface ImportReport {
  applied: boolean;
  changes: ImportChange[];
  unchanged: number;
  problems: ImportRemark[];
  warnings: ImportRemark[];
}

export interface InvitationBoard {
  isSent: boolean;
  sentAt?: string;
  sequence: number;
  mailIsSetUp: boolean;
  mailProblem?: string;
  mailNextTry?: string;
  letter?: SignedLetterView;
  papers: PaperName[];
  rows: InvitationRow[];
}

export interface InvitationRow {
  id?: string;
  kind: InvitedKind;
  name: string;
  detail?: string;
  role: MeetingRole;
  address?: string;
  mail?: MailProgress;
  openedAt?: string;
  reply: ReplyView;
  remindedAt?: string;
  isRevoked: boolean;
  opened: string;
  line?: SiteLine;
}

export interface InvitationTextView {
  text: string;
  link: string;
  qrPath: string;
  qrSide: number;
}

export type InvitedKind = 'person' | 'site' | 'unit' | 'guest';

export interface InviteeInput {
  kind: InviteeKind;
  targetId?: string;
  role: MeetingRole;
}

export type InviteeKind = 'unit' | 'person' | 'site';

export interface InviteeView {
  id: string;
  kind: InviteeKind;
  targetId: string;
  name: string;
  detail?: string;
  role: MeetingRole;
}

export interface KeptPart {
  id: MeetingId;
  localStart: string;
  parts: string[];
}

export interface LinkTestView {
  received: number;
}

export interface Made {
  id: string;
}

export interface MailFolder {
  isInUse: boolean;
  mails: MailLine[];
}

export interface MailLine {
  id: string;
  date: string;
  to: string;
  subject: string;
  method?: string;
}

export interface MailProgress {
  state: MailState;
  attempts: number;
  sentAt?: string;
  problem?: string;
}

export type MailState = 'waiting' | 'sent' | 'refused' | 'expired';

export interface MailStatus {
  way: MailWay;
  target?: string;
  waiting: number;
  sent: number;
  refused: number;
  expired: number;
  problem?: string;
  nextTry?: string;
}

export type MailWay = 'none' | 'smtp' | 'pickup';

export interface MediaView {
  udpPort: number;
  announced: string[];
  tcpPort?: number;
  iceServers: IceServerView[];
}

export type MediaWay = 'unknown' | 'udp' | 'tcp' | 'none';

export interface MeetingCreated {
  id: MeetingId;
}

export interface MeetingDetails {
  id: MeetingId;
  title: string;
  kind: MeetingKind;
  mode: MeetingMode;
  status: MeetingStatus;
  hostUnitId: UnitId;
  hostUnitName: string;
  chair?: PersonRef;
  secretary?: PersonRef;
  localStart: string;
  zone: string;
  start: string;
  end: string;
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
  urgentReason?: string;
  quorum?: QuorumRule;
  series?: SeriesView;
}

export interface MeetingEdited {
  revision: number;
  others?: number;
  kept?: KeptPart[];
}

export type MeetingId = string;

export interface MeetingInput {
  title?: string;
  kind: MeetingKind;
  mode: MeetingMode;
  hostUnitId: UnitId;
  chairId?: PersonId;
  secretaryId?: PersonId;
  localStart?: string;
  zone?: string;
  minutes: number;
  place?: string;
  notes?: string;
  agenda?: AgendaItemInput[];
  invitees?: InviteeInput[];
  revision?: number;
  secrecy?: MeetingSecrecy;
  isUrgent?: boolean;
  urgentReason?: string;
  quorum?: QuorumRule;
}

export type MeetingKind = 'briefing' | 'session' | 'thematic' | 'urgent' | 'review' | 'rollout' | 'training' | 'other';

export type MeetingMode = 'inPerson' | 'online' | 'hybrid';

export interface MeetingMoved {
  status: MeetingStatus;
  others?: number;
}

export interface MeetingPacket {
  meetingId: MeetingId;
  bytes: number;
  isWhole: boolean;
  papers: PacketPaper[];
}

export type MeetingRole = 'chair' | 'secretary' | 'delegate' | 'observer' | 'guest' | 'technician';

export type MeetingSecrecy = 'ordinary' | 'secret' | 'topSecret' | 'ultraSecret';

export type MeetingStatus = 'draft' | 'scheduled' | 'open' | 'inSession' | 'paused' | 'closed' | 'cancelled';

export interface MeetingSummary {
  id: MeetingId;
  title: string;
  kind: MeetingKind;
  mode: MeetingMode;
  status: MeetingStatus;
  hostUnitName: string;
  chairName?: string;
  start: string;
  end: string;
  localStart: string;
  zone: string;
  itemCount: number;
  documentCount: number;
  myRole?: MeetingRole;
  mayManage: boolean;
  seriesId?: SeriesId;
}

export interface MinutesAbsence {
  name: string;
  unit: string;
  excused: boolean;
}

export interface MinutesBody {
  title: string;
  authority: string;
  parentAuthority?: string;
  place: string;
  begin: string;
  end: string;
  chair: string;
  secretary: string;
  attendance: MinutesUnit[];
  absent: MinutesAbsence[];
  items: MinutesItem[];
  closing: string;
  recipients: string[];
}

export interface MinutesEdit {
  revision: number;
  body: MinutesBody;
}

export interface MinutesItem {
  number: number;
  title: string;
  begin?: string;
  end?: string;
  text: string;
  label?: string;
  itemId?: AgendaItemId;
  paperId?: DocumentId;
}

export interface MinutesPerson {
  name: string;
  position?: string;
  role: string;
  from?: string;
  to?: string;
  note?: string;
}

export interface MinutesRevision {
  revision: number;
}

export type MinutesStatus = 'draft';

export interface MinutesUnit {
  unit: string;
  people: MinutesPerson[];
}

export interface MinutesView {
  meetingId: MeetingId;
  status: MinutesStatus;
  revision: number;
  composedAt: string;
  editedAt?: string;
  body: MinutesBody;
}

export type MonthlyBy = 'dayOfMonth' | 'weekday' | 'lastWeekday';

export interface MyInvitation {
  name: string;
  kind: InvitedKind;
  reply: ReplyView;
  mayReply: boolean;
  letter?: SignedLetterView;
}

export interface MyInvitationAnswer {
  mine?: MyInvitation;
}

export interface NegotiateAnswer {
  answer?: string;
  refusal?: HubRefusal;
}

export interface NewUnit {
  name: string;
  shortName: string;
  kind: UnitKind;
  validFrom: string;
  parentId?: UnitId;
  rank?: number;
  place?: string;
}

export interface NotificationList {
  unread: number;
  items: NotificationView[];
}

export interface NotificationView {
  number: number;
  kind: string;
  link: string;
  args: Record<string, string>;
  rings: boolean;
  createdAt: string;
  isRead: boolean;
}

export interface OccurrenceView {
  byRule: string;
  start?: string;
  dayOff?: string;
}

export interface OpeningView {
  name: string;
  firstAt: string;
  lastAt: string;
  times: number;
  version: number;
  downloadedAt?: string;
}

export interface OpinionAnswerView {
  name: string;
  unitName?: string;
  choice?: number;
  text: string;
  at: string;
}

export interface OpinionInput {
  question?: string;
  options?: string[];
  dueAt: string;
  documentId?: DocumentId;
}

export interface OpinionView {
  id: string;
  question: string;
  options: string[];
  documentId?: DocumentId;
  dueAt: string;
  open: boolean;
  answered: number;
  myChoice?: number;
  myText?: string;
  myAnsweredAt?: string;
  counts?: number[];
  answers?: OpinionAnswerView[];
}

export interface PacketPaper {
  id: DocumentId;
  name: string;
  version: number;
  bytes: number;
  sheets: SheetView[];
}

export type PageKind = 'text' | 'mixed' | 'scan';

export interface PairInput {
  code: string;
}

export interface PairingCode {
  id: string;
  code: string;
  endsAt: string;
}

export interface PaperName {
  id: DocumentId;
  name: string;
}

export type PartState = 'unknown' | 'good' | 'weak' | 'failed';

export interface PasskeyInput {
  ticket: string;
  credential: string;
  name?: string;
  remember?: boolean;
}

export interface PasskeyStart {
  options: string;
  ticket: string;
}

export interface PasskeyView {
  id: string;
  name: string;
  createdAt: string;
}

export interface PasswordAgain {
  password: string;
}

export type PersonId = string;

export interface PersonInput {
  fullName: string;
  honorific: string;
  positions: PositionInput[];
  email?: string;
  phone?: string;
  deputies?: DeputyInput[];
}

export interface PersonLeaves {
  replacedBy?: PersonId;
}

export interface PersonRef {
  id: PersonId;
  name: string;
  position?: string;
  unitName?: string;
}

export interface PersonView {
  id: PersonId;
  fullName: string;
  honorific: string;
  positions: PositionView[];
  email?: string;
  phone?: string;
  isActive: boolean;
  deputies: DeputyView[];
}

export interface PickedUpMail {
  line: MailLine;
  headers: string;
  text: string;
  calendar?: string;
  attachments: string[];
}

export interface PositionInput {
  unitId: UnitId;
  title: string;
  from: string;
  to?: string;
}

export interface PositionView {
  unitId: UnitId;
  unitName: string;
  title: string;
  from: string;
  to?: string;
}

export interface PreparationPlanInput {
  delegatesDue?: string;
  reportDue?: string;
  reportTopic?: string;
}

export interface PreparationView {
  mayManage: boolean;
  mayAnswer: boolean;
  plan: PreparationPlanInput;
  rows: SubmissionView[];
  opinions: OpinionView[];
  questions: QuestionView[];
}

export interface Problem {
  status: number;
  code: string;
  args?: Record<string, string>;
}

export interface ProfileInput {
  email?: string;
  phone?: string;
  honorific?: string;
  deputies?: DeputyInput[];
  technician?: string;
}

export interface ProfileView {
  person?: PersonView;
  site?: SiteView;
}

export interface QuestionAnswer {
  text?: string;
}

export interface QuestionInput {
  agendaItemId: AgendaItemId;
  text?: string;
}

export interface QuestionView {
  id: string;
  agendaItemId: AgendaItemId;
  text: string;
  askedBy: string;
  unitName?: string;
  askedAt: string;
  mayAnswer: boolean;
  answer?: string;
  answeredBy?: string;
  answeredAt?: string;
}

export type QuorumRule = 'none' | 'twoThirds' | 'majority';

export interface ReadInput {
  upTo?: number;
  number?: number;
}

export interface RecoveryCodesView {
  codes: string[];
}

export interface RecurrenceInput {
  unit: RecurrenceUnit;
  interval: number;
  weekdays?: ('sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday')[];
  monthlyBy: MonthlyBy;
  until?: string;
  count?: number;
  onDayOff: DayOffRule;
}

export interface RecurrenceQuestion {
  localStart?: string;
  zone?: string;
  recurrence?: RecurrenceInput;
}

export type RecurrenceUnit = 'day' | 'week' | 'month';

export interface RehearsalBoard {
  mayManage: boolean;
  rows: RehearsalRow[];
}

export interface RehearsalInput {
  camera: PartState;
  microphone: PartState;
  speaker: PartState;
  way: MediaWay;
  down?: number;
  up?: number;
  roundTrip?: number;
  loss?: number;
  browser?: string;
}

export interface RehearsalKept {
  verdict: RehearsalVerdict;
  problems: string[];
}

export interface RehearsalReminded {
  told: number;
}

export interface RehearsalRow {
  place: string;
  kind: InviteeKind;
  name: string;
  unitName?: string;
  verdict: RehearsalVerdict;
  problems: string[];
  last?: RehearsalInput;
  at?: string;
  by?: string;
  tries: number;
  technician?: string;
  technicianPhone?: string;
}

export type RehearsalVerdict = 'good' | 'weak' | 'missing' | 'failed';

export interface Reminded {
  count: number;
}

export interface Reorganised {
  into: UnitId[];
}

export interface ReorganisedUnit {
  existing?: UnitId;
  new?: NewUnit;
}

export interface RepeatInput {
  recurrence?: RecurrenceInput;
  without?: string[];
}

export interface ReplyInput {
  reply: ReplyKind;
  reason?: string;
  substituteName?: string;
  substitutePosition?: string;
}

export type ReplyKind = 'none' | 'accepted' | 'tentative' | 'declined' | 'delegated';

export interface ReplyView {
  reply: ReplyKind;
  reason?: string;
  substituteName?: string;
  substitutePosition?: string;
  repliedAt?: string;
  way: ReplyWay;
}

export type ReplyWay = 'link' | 'account' | 'secretary';

export interface ReportDecision {
  accepted: boolean;
  remark?: string;
}

export interface ReportInput {
  name?: string;
  length: number;
  confirmed?: boolean;
}

export type ReportState = 'missing' | 'submitted' | 'accepted' | 'returned';

export interface RevisionAnswer {
  revision?: number;
  refusal?: HubRefusal;
}

export type RoomMode = 'audio' | 'speaker' | 'full';

export interface RoomSnapshot {
  meetingId: MeetingId;
  number: number;
  status: string;
  title: string;
  you: number;
  seats: unknown[][];
  connections: unknown[][];
  floor?: unknown[];
  hands: number[];
  item?: unknown[];
  itemsDone: AgendaItemId[];
  shown?: unknown[];
  chat: unknown[][];
  notes: unknown[][];
  conclusions: unknown[][];
  beganAt?: number;
  rights: string[];
  audioSlots: number;
}

export interface SecondFactorInput {
  ticket: string;
  code: string;
}

export interface SecondStep {
  ticket: string;
  totp: boolean;
  passkey: boolean;
}

export interface SecurityView {
  totp: boolean;
  recoveryCodesLeft: number;
  passkeys: PasskeyView[];
  required: boolean;
}

export type SeriesId = string;

export interface SeriesMade {
  id: SeriesId;
  made: number;
}

export interface SeriesView {
  id: SeriesId;
  rule: RecurrenceInput;
  position: number;
  count: number;
  previous?: MeetingId;
  next?: MeetingId;
}

export interface Session {
  user?: SessionUser;
  demo: boolean;
  demoAccounts?: DemoAccount[];
  version: string;
  secondStep?: SecondStep;
}

export type SessionKind = 'person' | 'site' | 'guest' | 'administrator';

export interface SessionUser {
  accountId: AccountId;
  displayName: string;
  kind: SessionKind;
  personId?: PersonId;
  siteId?: SiteId;
  isAdministrator: boolean;
  units: AccountUnit[];
  guestMeetingId?: MeetingId;
  mustEnrol: boolean;
}

export interface SetupInput {
  token: string;
  password: string;
  userName?: string;
  displayName?: string;
}

export interface SetupView {
  valid: boolean;
  userName?: string;
  displayName?: string;
}

export interface SheetView {
  hash: string;
  kind: PageKind;
  width: number;
  height: number;
  drawing: number;
  small: number;
  large: number;
}

export interface SignInInput {
  userName: string;
  password: string;
  remember?: boolean;
}

export interface SignedLetterView {
  number: string;
  date: string;
  size: number;
  attachedAt: string;
}

export interface SinceAnswer {
  events?: EventOnWire[];
  snapshotNeeded?: boolean;
  refusal?: HubRefusal;
}

export interface SitDownInput {
  people: SitterInput[];
}

export interface SiteDeviceSummary {
  id: string;
  name: string;
  createdAt: string;
  seenAt?: string;
}

export type SiteId = string;

export interface SiteInput {
  name: string;
  unitId: UnitId;
  capacity: number;
  isMain: boolean;
  technician?: string;
  technicianPhone?: string;
  email?: string;
  line?: SiteLine;
}

export interface SiteLine {
  down: number;
  up: number;
  roundTrip?: number;
  loss?: number;
  measuredAt?: string;
}

export interface SiteView {
  id: SiteId;
  name: string;
  unitId: UnitId;
  unitName: string;
  capacity: number;
  isMain: boolean;
  technician?: string;
  technicianPhone?: string;
  email?: string;
  line?: SiteLine;
}

export interface SitterInput {
  personId?: PersonId;
  name?: string;
  position?: string;
}

export interface SourcesInput {
  mic: boolean;
  cam: boolean;
  screen: boolean;
}

export interface StillView {
  number: number;
}

export interface SubmissionView {
  key: string;
  name: string;
  role: MeetingRole;
  mine: boolean;
  delegates: DelegateEntry[];
  delegatesAt?: string;
  delegatesBy?: string;
  report: ReportState;
  reportId?: DocumentId;
  reportName?: string;
  reportAt?: string;
  remark?: string;
}

export type TemplateId = string;

export interface TemplateInput {
  meetingId: MeetingId;
  name?: string;
}

export interface TemplateMade {
  id: TemplateId;
}

export interface TemplateView {
  id?: TemplateId;
  key?: string;
  name?: string;
  unitName?: string;
}

export interface TotpConfirm {
  ticket: string;
  code: string;
}

export interface TotpStart {
  secret: string;
  uri: string;
  qr: string;
  ticket: string;
}

export interface UnitEdit {
  name: string;
  shortName: string;
  rank: number;
  parentId?: UnitId;
  place?: string;
}

export interface UnitEnd {
  on: string;
  successors: UnitId[];
}

export type UnitId = string;

export interface UnitKin {
  id: UnitId;
  name: string;
}

export type UnitKind = 'province' | 'district' | 'commune' | 'department' | 'office' | 'other';

export interface UnitReorganisation {
  on: string;
  from: UnitId[];
  into: ReorganisedUnit[];
}

export type UnitRole = 'administrator' | 'secretary' | 'official' | 'technician' | 'siteAccount';

export interface UnitView {
  id: UnitId;
  name: string;
  shortName: string;
  kind: UnitKind;
  parentId?: UnitId;
  rank: number;
  validFrom: string;
  validTo?: string;
  place?: string;
  predecessors: UnitKin[];
  successors: UnitKin[];
}

export interface UploadInput {
  name?: string;
  length: number;
  replaces?: DocumentId;
  confirmed?: boolean;
}

export interface UploadStarted {
  id: string;
  offset: number;
}

export interface WishInput {
  conn: number;
  source: WishedSource;
  height: number;
}

export type WishedSource = 'camera' | 'screen';

export interface WishesInput {
  mode: RoomMode;
  video?: WishInput[];
}
