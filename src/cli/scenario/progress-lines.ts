import type { Progress } from '#scenario';

/** One line for people; undefined for what they need not be told. */
export function progressLine(progress: Progress): string | undefined {
  switch (progress.kind) {
    case 'begin':
      return `${progress.name}, ${progress.steps} steps`;
    case 'step':
      return `${clockText(progress.atMs)}  · ${progress.text}`;
    case 'met':
      return `${clockText(progress.atMs)}  ✓ ${progress.text}`;
    case 'failed':
      return `${clockText(progress.atMs)}  ✗ ${progress.text}: ${progress.reason}`;
    case 'counted':
      return `${clockText(progress.atMs)}  Σ ${progress.name}: ${countsText(progress.counts)}`;
    case 'cleaned':
      return `${clockText(progress.atMs)}  ← ${progress.text}`;
    case 'end':
      return `${clockText(progress.atMs)}  ${progress.outcome}${progress.failures === 0 ? '' : ` (${progress.failures} failures)`}`;
  }
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([what, count]) => `${count} × ${what}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** `+1:05.250` is one minute and 5.25 seconds after the beginning. */
function clockText(ms: number): string {
  const seconds = ((ms % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `+${Math.floor(ms / 60_000)}:${seconds}`;
}
