import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { CheckedBy } from '#document';
import { readBytes } from '#host';
import { readScenario, scaled, scenarioSchema } from '#scenario';
import type { Scenario, ScenarioShape } from '#scenario';
import type { FaultDeclaration } from '#fault';

/** Beside the sources in a checkout, and in a published package. */
const LIBRARY = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const ENDING = '.yaml';

/** The names of the ready scenarios. */
export function libraryNames(): readonly string[] {
  return readdirSync(LIBRARY)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .sort();
}

/** Reads a scenario by its file, or one of the library by its name. Its steps take the `speed`th part of their time. */
export async function loadScenario(fileOrName: string, speed: number): Promise<Result<Scenario, string>> {
  const file = pathOf(fileOrName);
  if (!file.ok) return file;
  const text = readBytes(file.value);
  if (!text.ok) return err(`${file.value}: cannot be read: ${text.error}`);
  return readText(new TextDecoder().decode(text.value), file.value, speed);
}

/** What the file of a scenario says, as a value. */
export interface ScenarioDeclaration extends Omit<ScenarioShape, 'steps'> {
  readonly steps: readonly ScenarioStep[];
}

/** One step of it: a time, and exactly one thing to do. */
export type ScenarioStep = Omit<ScenarioShape['steps'][number], 'fault'> & { readonly fault?: FaultDeclaration };

/** Reads a scenario that is a value. */
export function readDeclared(declaration: ScenarioDeclaration, speed: number): Promise<Result<Scenario, string>> {
  return readText(JSON.stringify(declaration, undefined, 1), 'the scenario', speed);
}

async function readText(text: string, name: string, speed: number): Promise<Result<Scenario, string>> {
  // A YAML parser takes longer to load than all the rest.
  const { readChecked } = await import('#document');
  return readChecked(text, name, checkedBy(speed));
}

function checkedBy(speed: number): CheckedBy<ScenarioShape, Scenario> {
  return {
    schema: scenarioSchema,
    prepare: (value) => (speed === 1 ? value : faster(value, speed)),
    understand: readScenario,
  };
}

function faster(value: unknown, speed: number): unknown {
  if (typeof value !== 'object' || value === null || !('steps' in value)) return value;
  return { ...value, steps: scaled(value.steps, speed) };
}

function pathOf(fileOrName: string): Result<string, string> {
  if (existsSync(fileOrName)) return ok(fileOrName);
  const names = libraryNames();
  if (names.includes(fileOrName)) return ok(join(LIBRARY, `${fileOrName}${ENDING}`));
  return err(`there is no file ${fileOrName}, and no ready scenario of that name; there are ${names.join(', ')}`);
}
