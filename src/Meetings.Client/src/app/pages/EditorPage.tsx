import { DocumentList } from '../../features/documents/DocumentList';
import { EditorView } from '../../features/scheduling/EditorView';

export default function EditorPage({ id }: { id?: string }) {
  return (
    <EditorView
      id={id ?? null}
      documentsOf={(meetingId, item, onChanged) => (
        <DocumentList documents={item.documents} place={{ meetingId, itemId: item.id, number: item.label }} onChanged={onChanged} />
      )}
    />
  );
}
