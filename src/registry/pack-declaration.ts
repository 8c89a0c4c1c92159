import type { InstanceDeclaration } from '#model';

/** A declaration as two JSON texts: what is likely its own, and what it is likely to share with others. */
export interface PackedDeclaration {
  readonly own: string;
  readonly shared: string;
}

type Own = Pick<
  InstanceDeclaration,
  | 'launchTimeMs'
  | 'revisedAtMs'
  | 'credentialsSinceMs'
  | 'reservationId'
  | 'amiLaunchIndex'
  | 'tags'
  | 'networkInterfaces'
  | 'attachments'
>;

/** Instances launched alike have the same `shared` text, which need then be held only once. */
export function packDeclaration(declaration: InstanceDeclaration): PackedDeclaration {
  // Whoever writes declarations compares the digest; nobody who reads a replica does.
  const { id: _heldBesides, declaredDigest: _ofTheWriter, ...rest } = declaration;
  const { launchTimeMs, revisedAtMs, credentialsSinceMs, reservationId, amiLaunchIndex, ...others } = rest;
  const { tags, networkInterfaces, attachments, ...shared } = others;
  const own = {
    launchTimeMs,
    revisedAtMs,
    credentialsSinceMs,
    reservationId,
    amiLaunchIndex,
    tags,
    networkInterfaces,
    attachments,
  };
  return { own: JSON.stringify(own), shared: JSON.stringify(shared) };
}

/** The declaration again, without its digest. */
export function unpackDeclaration(id: string, { own, shared }: PackedDeclaration): InstanceDeclaration {
  // Only `packDeclaration` makes such texts.
  return { ...(JSON.parse(shared) as InstanceDeclaration), ...unpackOwn(own), id: id as InstanceDeclaration['id'] };
}

/** The part that says where the instance is attached. */
export function unpackOwn(own: string): Partial<Own> {
  return JSON.parse(own) as Partial<Own>;
}
