import type { Misbehaviour } from '#fault';
import type { AnswerWriter } from '#protocol/imds';
import type { Pace } from '../pace.ts';

/** How an answer that was distorted goes out, and what follows it. */
export interface Distortion {
  /** Undefined: all at once. */
  readonly pace: Pace | undefined;
  /** Undefined: as the request wants it. */
  readonly ends: 'close' | 'reset' | undefined;
}

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** Does to the one answer in `writer` what goes wrong with it. */
export function distort(writer: AnswerWriter, { noise, cut, pause, bytesPerSecond }: Misbehaviour): Distortion {
  const bodyAt = endOfHead(writer.bytes, writer.length);
  const bodyLength = writer.length - bodyAt;
  if (noise !== undefined) makeNoise(writer.bytes.subarray(bodyAt, writer.length), noise);
  const ends = cut !== undefined && cut.afterBytes < bodyLength ? cut.by : undefined;
  if (cut !== undefined) writer.cut(bodyAt + cut.afterBytes);
  const pauses = pause !== undefined && pause.afterBytes < writer.length - bodyAt;
  if (!pauses && bytesPerSecond === undefined) return { pace: undefined, ends };
  const pace = {
    pauseAt: pauses ? bodyAt + pause.afterBytes : Infinity,
    pauseMs: pauses ? pause.forMs : 0,
    bytesPerSecond: bytesPerSecond ?? Infinity,
  };
  return { pace, ends };
}

/** Where the body begins: behind the first empty line. */
function endOfHead(bytes: Uint8Array, length: number): number {
  for (
    let at = bytes.indexOf(CARRIAGE_RETURN);
    at >= 0 && at + 4 <= length;
    at = bytes.indexOf(CARRIAGE_RETURN, at + 2)
  ) {
    if (bytes[at + 1] === LINE_FEED && bytes[at + 2] === CARRIAGE_RETURN && bytes[at + 3] === LINE_FEED) return at + 4;
  }
  return length;
}

/** Marsaglia's xorshift: the same noise for the same seed. */
function makeNoise(bytes: Uint8Array, seed: number): void {
  let state = seed === 0 ? 1 : seed | 0;
  for (let at = 0; at < bytes.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
}
