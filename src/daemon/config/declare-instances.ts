import { decideMetadataOptions, effectiveOptions } from '#model';
import type { InstanceDeclaration, InstanceId, MetadataOptions } from '#model';
import type { Configuration, InstanceConfiguration } from './configuration.ts';

/** When an instance was first seen and when it last changed, in milliseconds since the epoch. */
export interface InstanceTimes {
  readonly launchTimeMs: number;
  readonly revisedAtMs: number;
}

/**
 * The instances of a configuration as the registry keeps them, in the order of the file. Options are decided launch >
 * account > image > built-in; a `launchTime` in the file beats the one `times` remembers.
 */
export function declareInstances(
  configuration: Configuration,
  times: (id: InstanceId) => InstanceTimes,
): readonly InstanceDeclaration[] {
  return configuration.instances.map((instance) => {
    const { launchOptions: _, launchTimeMs, ...declared } = instance;
    const remembered = times(instance.id);
    return {
      ...declared,
      metadataOptions: optionsOf(instance, configuration),
      launchTimeMs: launchTimeMs ?? remembered.launchTimeMs,
      revisedAtMs: remembered.revisedAtMs,
    };
  });
}

/** The effective options of an instance at launch (EC2 User Guide, "Order of precedence"). */
export function optionsOf(
  instance: Pick<InstanceConfiguration, 'launchOptions' | 'imageId'>,
  configuration: Pick<Configuration, 'metadataDefaults' | 'images'>,
): MetadataOptions {
  const image = instance.imageId === undefined ? undefined : configuration.images.get(instance.imageId);
  return effectiveOptions(
    decideMetadataOptions({
      launch: instance.launchOptions,
      account: configuration.metadataDefaults,
      imageSupportsV2: image?.supportsV2 ?? false,
    }),
  );
}
