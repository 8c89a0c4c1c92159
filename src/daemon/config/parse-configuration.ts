import { dirname, resolve } from 'node:path';

import { err, ok } from '#base';
import type { Result } from '#base';
import { checkShape, MAX_REPORTED_ERRORS, pathText, positionOf, readSource } from '#document';
import type { DocumentError, Problem } from '#document';
import { settingsSchema } from './configuration-schema.ts';
import type { Configuration, InstanceConfiguration } from './configuration.ts';
import { instanceSchema } from './instance-schema.ts';
import { readInstance } from './read-instance.ts';
import type { Settings } from './read-instance.ts';
import { readSettings } from './read-settings.ts';
import type { ReadFile } from './read-user-data.ts';
import { Uniqueness } from './uniqueness.ts';

/**
 * Reads a configuration file: YAML, or JSON, which takes a tenth of the time. Either all of it is right, or everything
 * that is wrong is reported, up to `MAX_REPORTED_ERRORS`, in the order of the text. `readFile` receives the absolute
 * path of a `userDataFile`; a relative one starts from the folder of `file`. Never throws.
 */
export function parseConfiguration(
  text: string,
  file: string,
  readFile: ReadFile,
): Result<Configuration, readonly DocumentError[]> {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const place = (offset: number, path: string, message: string): DocumentError => ({
    file,
    ...positionOf(bare, offset),
    path,
    message,
  });
  const source = readSource(bare, { key: 'instances' });
  if (!source.ok) return err(inOrder(source.error.map(({ offset, message }) => place(offset, '', message))));
  const checked = checkConfiguration(source.value.value, remembering(file, readFile));
  if (checked.ok) return checked;
  const { locate } = source.value;
  return err(inOrder(checked.error.map(({ path, at, message }) => place(locate(path, at), pathText(path), message))));
}

/** The same problem may be found in two ways, and two problems may stand at one place. */
function inOrder(errors: readonly DocumentError[]): readonly DocumentError[] {
  return errors.slice(0, MAX_REPORTED_ERRORS).sort((one, other) => one.line - other.line || one.column - other.column);
}

function checkConfiguration(value: unknown, readFile: ReadFile): Result<Configuration, readonly Problem[]> {
  const problems: Problem[] = [];
  const shape = checkShape(settingsSchema, value, []);
  if (!shape.ok) problems.push(...shape.error);
  const settings = shape.ok
    ? readSettings(shape.value, readFile, (path, message) => problems.push({ path, at: 'value', message }))
    : undefined;
  const instances = checkInstances(instancesIn(value), settings, readFile, problems);
  if (settings === undefined || problems.length > 0) return err(problems);
  return ok({ ...settings, instances });
}

function instancesIn(value: unknown): readonly unknown[] {
  const instances: unknown =
    typeof value === 'object' && value !== null && 'instances' in value ? value.instances : undefined;
  return Array.isArray(instances) ? instances : [];
}

/** With settings that are wrong, the shape of instances can still be checked, but not what refers to the settings. */
function checkInstances(
  entries: readonly unknown[],
  settings: Settings | undefined,
  readFile: ReadFile,
  problems: Problem[],
): readonly InstanceConfiguration[] {
  const uniqueness = new Uniqueness();
  const instances: InstanceConfiguration[] = [];
  for (const [position, entry] of entries.entries()) {
    if (problems.length >= MAX_REPORTED_ERRORS) break;
    const base = ['instances', position];
    const shape = checkShape(instanceSchema, entry, base);
    if (!shape.ok) problems.push(...shape.error);
    if (!shape.ok || settings === undefined) continue;
    const report = (path: Problem['path'], message: string): unknown =>
      problems.push({ path: [...base, ...path], at: 'value', message });
    const instance = readInstance(shape.value, position, settings, readFile, report);
    uniqueness.see(instance, position, report);
    instances.push(instance);
  }
  return instances;
}

/** Many instances may name one file; it is read once. */
function remembering(file: string, readFile: ReadFile): ReadFile {
  const seen = new Map<string, ReturnType<ReadFile>>();
  return (path) => {
    const absolute = resolve(dirname(file), path);
    const content = seen.get(absolute) ?? readFile(absolute);
    seen.set(absolute, content);
    return content;
  };
}
