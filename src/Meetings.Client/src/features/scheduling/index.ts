export { EditorView } from './EditorView';
export { MeetingView } from './MeetingView';
