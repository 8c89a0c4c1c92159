import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '#protocol/aws';
import type { Service } from '#protocol/aws';
import { findAction } from './actions.ts';

const PAGE = fileURLToPath(new URL('../../docs/reference/compatibility.md', import.meta.url));

const OFFERED = new Map<string, readonly string[]>();
for (const { name, operations } of SERVICES) {
  const found = await Promise.all(
    [...operations.keys()].map(async (operation) => [operation, await findAction(name, operation)] as const),
  );
  OFFERED.set(
    name,
    found.flatMap(([operation, action]) => (action === undefined ? [] : [operation])),
  );
}

test('the compatibility page says what is offered (run with --test-update-snapshots to write it anew)', (t) => {
  t.assert.fileSnapshot(page(), PAGE, { serializers: [String] });
});

function page(): string {
  const services = SERVICES.filter((service) => offered(service).length > 0);
  return `# Compatibility

Which operations of AWS services can be called here. This page is generated from the table of operations in
\`scripts/aws-schemas/wanted.ts\` and the tables of actions in \`src/aws-api/\`; a test fails when they differ.

One endpoint serves all services. An operation that is offered takes and gives what AWS documents of it: its parameters
and their checks, IAM permissions, \`DryRun\` where EC2 has it, error codes and pagination. One that is recognised but not
offered answers \`InvalidAction\` (\`UnknownOperationException\` to a client that speaks JSON or CBOR).

| service | API version | protocols | operations offered |
| --- | --- | --- | --- |
${services.map(summary).join('\n')}

${services.map(section).join('\n\n')}
`;
}

function summary(service: Service): string {
  const { name, version, protocols, operations } = service;
  return `| [${name}](#${name}) | ${version} | ${protocols.join(', ')} | ${offered(service).length} of ${operations.size} |`;
}

function section(service: Service): string {
  const rows = [...service.operations.keys()].sort().map((operation) => row(service, operation));
  return `## ${service.name}\n\n| operation | offered |\n| --- | --- |\n${rows.join('\n')}`;
}

function row(service: Service, operation: string): string {
  return `| \`${operation}\` | ${offered(service).includes(operation) ? 'yes' : 'no'} |`;
}

function offered({ name }: Service): readonly string[] {
  return OFFERED.get(name) ?? [];
}
