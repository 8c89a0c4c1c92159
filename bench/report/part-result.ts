import type { LeftOut } from '../servers/server.ts';

/** A table for people. The first column is text, the others are figures. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a part found out. */
export interface PartResult {
  readonly tables: readonly Table[];
  /** What one has to know to read the tables. */
  readonly notes: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Every single measurement, for the JSON file. */
  readonly figures: unknown;
}
