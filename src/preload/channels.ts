/* Names of the two IPC channels. */

/** From page to host: a call and its reply. */
export const CALL_CHANNEL = 'studio:call'
/** From host to page: events. */
export const MESSAGE_CHANNEL = 'studio:message'
