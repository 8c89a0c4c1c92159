import type { Issued } from '#credentials';
import type { Material } from '#metadata';
import type { Instance, ProfileStatus, RoleDelivery } from '#model';

/**
 * Where the engine gets credentials and signatures. It answers at once or later, but never makes the engine wait: what is
 * not there yet parks the connections that asked for it.
 */
export interface MaterialSource {
  /**
   * What was asked for, or undefined and a call of `arrived` as soon as it is there. `arrived` is called at most once.
   * With `profileStatus`, as if that were found of the instance's profile.
   */
  request(
    instance: Instance,
    material: Material,
    delivery: RoleDelivery,
    arrived: (issued: Issued) => void,
    profileStatus?: ProfileStatus,
  ): Issued | undefined;
}
