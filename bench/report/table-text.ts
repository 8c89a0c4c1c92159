import type { Table } from './part-result.ts';

/** The table in columns, for a terminal. */
export function tableText({ title, columns, rows }: Table): string {
  const widths = columns.map((column, at) =>
    Math.max(...[columns, ...rows].map((row) => (row[at] ?? '').length), column.length),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [title, line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The table in Markdown. */
export function tableMarkdown({ title, columns, rows }: Table): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [
    `**${title}**`,
    '',
    line(columns),
    line(columns.map((_, at) => (at === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}
