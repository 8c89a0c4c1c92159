import type { OverriddenContent } from './content.ts';

/** What a text says to whoever reads it at `nowMs`. */
export function toldAt(body: Extract<OverriddenContent['body'], { text: string }>, nowMs: number): string {
  const { text, moment } = body;
  if (moment === undefined) return text;
  const time = new Date(nowMs + moment.aheadMs).toISOString().slice(0, 19);
  return text.replaceAll(moment.mark, `${time}Z`);
}
