/** `2022-03-27T02:35:30Z`: how metadata writes a time, without a fraction. */
export function timestamp(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** `21 Jan 2019 09:00:43 GMT`: how scheduled events write a time, the day without a leading zero. */
export function eventTimestamp(timeMs: number): string {
  return new Date(timeMs).toUTCString().slice('Mon, '.length).replace(/^0/, '');
}
