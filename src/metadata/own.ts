/** The value of a key that the record itself has. Keys come from request paths, where `constructor` is a key like any other. */
export function own(record: Readonly<Record<string, string>> | undefined, key: string | undefined): string | undefined {
  return record !== undefined && key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
