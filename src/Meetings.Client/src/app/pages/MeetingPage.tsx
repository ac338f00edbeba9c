import { DocumentList } from '../../features/documents/DocumentList';
import { PacketCard } from '../../features/documents/PacketCard';
import { InvitationPanel } from '../../features/invitations';
import { MeetingView } from '../../features/scheduling/MeetingView';

/** The meeting's page is put together here, because papers and invitations are of later slices than the meeting itself. */
export default function MeetingPage({ id }: { id: string }) {
  return (
    <MeetingView
      id={id}
      documentsOf={(item, onChanged) => <DocumentList documents={item.documents} onChanged={onChanged} />}
      packetOf={(meeting) => <PacketCard key={meeting.id} meetingId={meeting.id} />}
      invitationsOf={(meeting) => <InvitationPanel key={meeting.id} meeting={meeting} />}
    />
  );
}
