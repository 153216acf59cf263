/* The two fixed names on Electron's wire. */

/** Page to host, answered: a call, and what answers it. */
export const CALL_CHANNEL = 'studio:call'
/** Host to page: events. */
export const MESSAGE_CHANNEL = 'studio:message'
