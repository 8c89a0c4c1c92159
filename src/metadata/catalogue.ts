import type { Category, Placeholder, Subject } from './category.ts';
import { ami } from './catalogue/ami.ts';
import { autoscaling } from './catalogue/autoscaling.ts';
import { blockDevice } from './catalogue/block-device.ts';
import { dynamic } from './catalogue/dynamic.ts';
import { elastic } from './catalogue/elastic.ts';
import { events } from './catalogue/events.ts';
import { iam } from './catalogue/iam.ts';
import { instance } from './catalogue/instance.ts';
import { keys } from './catalogue/keys.ts';
import { network } from './catalogue/network.ts';
import { networkInterface } from './catalogue/network-interface.ts';
import { placement } from './catalogue/placement.ts';
import { spot } from './catalogue/spot.ts';
import { tags } from './catalogue/tags.ts';
import { userData } from './catalogue/user-data.ts';

const SUBJECTS: readonly Subject[] = [
  ami,
  autoscaling,
  blockDevice,
  dynamic,
  elastic,
  events,
  iam,
  instance,
  keys,
  network,
  networkInterface,
  placement,
  spot,
  tags,
  userData,
];

/** Every category of the tree, subject by subject. */
export const CATEGORIES: readonly Category[] = SUBJECTS.flatMap(({ categories }) => categories);

/** Every placeholder of their paths by its name. */
export const PLACEHOLDERS: ReadonlyMap<string, Placeholder> = new Map(
  SUBJECTS.flatMap(({ placeholders = {} }) => Object.entries(placeholders)),
);
