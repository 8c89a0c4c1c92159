/**
 * What the transport does after sending the output: read more input; call `resume` again (there is more to answer, once
 * the output is out); wait, reading nothing, until the connection is unparked; wait for `delayMs` and then call `resume`;
 * close; or reset the connection.
 */
export type Next = 'read' | 'resume' | 'parked' | 'delayed' | 'close' | 'reset';
