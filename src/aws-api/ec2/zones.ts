import { availabilityZoneId } from '#model';
import { regionsBeside } from './regions.ts';

/** An availability zone. */
export interface Zone {
  /** Such as `us-east-1a`. */
  readonly name: string;
  /** Such as `use1-az1`. */
  readonly id: string;
}

/** The availability zones of a Region, in the order of their letters. */
export function zonesOf(region: string): readonly Zone[] {
  const letters = regionsBeside(region).find(({ name }) => name === region)?.zones ?? '';
  return Array.from(letters).map((letter) => ({
    name: `${region}${letter}`,
    id: availabilityZoneId(`${region}${letter}`),
  }));
}
