import type { Report } from '#document';
import { parseAccountId } from '#model';
import type { ImageDeclaration, RoleDeclaration } from './configuration.ts';
import type { SettingsShape } from './configuration-schema.ts';
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION } from './default-configuration.ts';
import { readDataPlane } from './read-data-plane.ts';
import { readFaults } from './read-faults.ts';
import { readEvents } from './read-events.ts';
import { readFindings } from './read-findings.ts';
import type { Settings } from './read-instance.ts';
import { readRole } from './read-role.ts';
import { readTelemetry } from './read-telemetry.ts';
import type { ReadFile } from './read-user-data.ts';

/** Puts everything but the instances into the words of the model. */
export function readSettings(shape: SettingsShape, readFile: ReadFile, report: Report): Settings {
  const account = shape.account === undefined ? undefined : parseAccountId(shape.account);
  const accountId = account?.ok === true ? account.value : DEFAULT_ACCOUNT_ID;
  const region = shape.region ?? DEFAULT_REGION;
  const roles = Object.entries(shape.roles ?? {}).map(([name, role]): [string, RoleDeclaration] => {
    const inRole: Report = (path, message) => report(['roles', name, ...path], message);
    return [name, readRole(name, role, { accountId, region }, inRole)];
  });
  return {
    accountId,
    region,
    metadataDefaults: shape.metadataDefaults ?? {},
    roles: new Map(roles),
    images: readImages(shape.images ?? {}),
    dataPlane: readDataPlane(shape.dataPlane ?? {}, readFile, (path, message) =>
      report(['dataPlane', ...path], message),
    ),
    faults: readFaults(shape.faults ?? [], report),
    telemetry: readTelemetry(shape.telemetry ?? {}, report),
    events: readEvents(shape.events ?? [], report),
    findings: readFindings(shape.findings ?? {}),
  };
}

function readImages(images: NonNullable<SettingsShape['images']>): ReadonlyMap<string, ImageDeclaration> {
  const entries = Object.entries(images).map(([id, { name, imdsSupport }]): [string, ImageDeclaration] => [
    id,
    { name, supportsV2: imdsSupport === 'v2.0' },
  ]);
  return new Map(entries);
}
