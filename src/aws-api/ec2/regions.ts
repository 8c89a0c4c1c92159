import { partitionOf } from '#model';

/** A Region, and whether an account has it without asking (AWS Account Management Guide, "Enable or disable Regions"). */
export interface RegionEntry {
  readonly name: string;
  readonly optIn: 'opt-in-not-required' | 'not-opted-in';
  /** Letters of its availability zones. */
  readonly zones: string;
}

const OPEN: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ca-central-1': 'abd',
  'eu-central-1': 'abc',
  'eu-north-1': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'ac',
  'us-west-2': 'abcd',
  'cn-north-1': 'abd',
  'cn-northwest-1': 'abc',
  'us-gov-east-1': 'abc',
  'us-gov-west-1': 'abc',
};

const ON_REQUEST: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
];

/** The Regions of the partition of `current`, which is among them whatever it is called. */
export function regionsBeside(current: string): readonly RegionEntry[] {
  const open = Object.entries(OPEN).map(([name, zones]) => ({ name, zones, optIn: 'opt-in-not-required' as const }));
  const onRequest = ON_REQUEST.filter((name) => name !== current).map((name) => ({
    name,
    zones: 'abc',
    optIn: 'not-opted-in' as const,
  }));
  const own = Object.hasOwn(OPEN, current)
    ? []
    : [{ name: current, zones: 'abc', optIn: 'opt-in-not-required' as const }];
  const { name: partition } = partitionOf(current);
  return [...open, ...onRequest, ...own]
    .filter(({ name }) => partitionOf(name).name === partition)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
