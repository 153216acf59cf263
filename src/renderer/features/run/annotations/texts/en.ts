export const annotations = {
  note: 'Note',
  addNote: 'Add note',
  editNote: 'Edit note',
  noteHelp: 'Saved when you leave the field. Esc discards the change.',
  noteRemoved: 'Note removed',
}
