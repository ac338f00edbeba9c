import { DocumentList, PacketCard } from '../../features/documents';
import { GuestLinks } from '../../features/invitations';
import { MeetingView } from '../../features/scheduling';

/** The meeting's page is put together here, because papers and guest links are of later slices than the meeting itself. */
export default function MeetingPage({ id }: { id: string }) {
  return (
    <MeetingView
      id={id}
      documentsOf={(item, onChanged) => <DocumentList documents={item.documents} onChanged={onChanged} />}
      guestLinksOf={(meeting) => <GuestLinks key={meeting.id} meeting={meeting} />}
      packetOf={(meeting) => <PacketCard key={meeting.id} meetingId={meeting.id} />}
    />
  );
}
