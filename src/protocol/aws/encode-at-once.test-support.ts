import type { ApiResponse } from './api-request.ts';
import type { RecognizedCall } from './call.ts';
import { encodeOutput } from './encode-output.ts';

/** The answer of `encodeOutput`, with nobody having a turn in between. */
export function encodeAtOnce(
  call: RecognizedCall,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): ApiResponse {
  const parts = encodeOutput(call, output, requestId);
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}
