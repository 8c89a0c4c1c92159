import type { ToldFinding } from '#findings';
import { AdminClient } from './admin-client.ts';
import type { AdminTarget } from './admin-target.ts';
import { fail } from './failure.ts';

/** How findings are printed. */
export type FindingsForm = 'text' | 'json' | 'ocsf';

/** Prints findings: for people, as one JSON object, or as OCSF events, a line each. */
export async function findings(
  target: AdminTarget,
  query: Readonly<Record<string, string>>,
  form: FindingsForm,
): Promise<void> {
  const client = await AdminClient.find(target, process.env);
  const answer = client.ok ? await client.value.call({ method: 'GET', path: '/findings', query }) : client;
  if (!answer.ok) return fail(answer.error, 1);
  // The admin API's own answer.
  const told = answer.value as { readonly findings: readonly ToldFinding[] };
  const text =
    form === 'json' ? JSON.stringify(told) : told.findings.map(form === 'ocsf' ? ocsf : paragraph).join('\n');
  if (text !== '') process.stdout.write(`${text}\n`);
  else if (form === 'text') process.stdout.write('no findings\n');
}

function ocsf(finding: ToldFinding): string {
  return JSON.stringify(finding.ocsf);
}

function paragraph(finding: ToldFinding): string {
  const { severity, status, title, description, remedy, type, count, firstSeen, lastSeen } = finding;
  return [
    `${severity.toFixed(1)} ${status}: ${title}`,
    `    ${type}, ${count} times from ${firstSeen} to ${lastSeen}`,
    `    ${description}`,
    `    ${remedy}`,
  ].join('\n');
}
