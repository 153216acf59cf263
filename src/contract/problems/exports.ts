/* Problems with files that the page creates and saves; see ../problems.ts. */

export const exportsProblems = {
  noWebm: {
    message: () => 'this browser cannot record WebM',
    remedy: () => 'Export a GIF instead.',
  },
  nothingToRecord: { message: () => 'there is nothing to record' },
  recordingFailed: { message: () => 'the browser stopped recording' },
  encoderDidNotLoad: { message: () => 'the encoder did not load' },
  encoderFailed: { message: ({ why }: { why: string }) => `the encoder failed: ${why}` },
  encoderGaveNothing: { message: () => 'the encoder returned no file' },
  noCanvas: { message: () => 'this browser does not provide a canvas to draw on' },
  imageNotEncoded: { message: () => 'the image could not be encoded' },
  imageNotLoaded: {
    message: ({ why }: { why: string }) => `an image could not be loaded: ${why}`,
  },
}
