import type { Clock } from '#base';
import { identityDocument } from '#metadata';
import type { Material } from '#metadata';
import type { Instance, RoleDelivery } from '#model';
import { ACCESS_DENIED } from './credentials.ts';
import type { CredentialIssuer, Credentials, InstanceRole, IssueFailure, SessionRequest } from './credentials.ts';
import type { IdentityKeys, IdentitySignature } from './identity-keys.ts';
import { identitySigner } from './identity-signer.ts';
import type { IdentitySigner } from './identity-signer.ts';
import { identityRole, profileRole } from './instance-role.ts';
import {
  credentialsDocument,
  emptyProfileDocument,
  extendedCredentialsDocument,
  identityInfoDocument,
  profileDocument,
  profileNotFoundDocument,
  roleUnauthorizedDocument,
} from './issuance-document.ts';
import { KeptSessions } from './kept-sessions.ts';
import type { Lookup, SavedSession } from './kept-sessions.ts';
import { refreshWindow } from './refresh-window.ts';

const SESSIONS_MAX = 10_000;
const ISSUES_MAX = 16;
const MINUTE_MS = 60_000;
/** EC2 signs a document a few seconds after the boot it describes. */
const SIGNED_AFTER_MS = 3000;

/**
 * What the data plane serves for a material, and until when. `document`: an HTTP 200 with `text`; `unavailable`: there is
 * nothing valid to give now. From `recheckAtMs` (milliseconds since the epoch, or Infinity), and whenever the instance has
 * changed, it must be asked for again. `accessKeyId`: that of the credentials in the document, if it holds any.
 */
export type Issued =
  | { readonly kind: 'document'; readonly text: string; readonly recheckAtMs: number; readonly accessKeyId?: string }
  | { readonly kind: 'unavailable'; readonly recheckAtMs: number };

/** Where the data plane gets everything that is issued rather than known: credentials and signatures. */
export interface CredentialStore {
  /**
   * The body for `material`, read with or without a session token. Comes at once, except for credentials of a remote
   * issuer when no valid ones are at hand. Never rejects.
   */
  get(instance: Instance, material: Material, delivery: RoleDelivery): Issued | Promise<Issued>;
}

/** What a credential store is made of. */
export interface CredentialStoreOptions {
  readonly clock: Clock;
  /** A promise where they are still being made: only signatures wait for it. */
  readonly identityKeys: IdentityKeys | Promise<IdentityKeys>;
  /** Who issues the credentials of a role. */
  readonly issuerFor: (request: SessionRequest) => CredentialIssuer;
  /** The most sessions of remote issuers to remember. 10,000 unless told. */
  readonly sessionsMax?: number;
  /** The most requests to remote issuers at a time. 16 unless told. */
  readonly issuesMax?: number;
  /** Sessions that `save` kept. Called once. */
  readonly load?: () => readonly SavedSession[] | Promise<readonly SavedSession[]>;
  /** Keeps a session of a remote issuer, so that a start with the issuer down still serves. Replaces the one of its key. */
  readonly save?: (session: SavedSession) => void | Promise<void>;
  /** Learns why credentials could not be issued or kept. Must not throw. */
  readonly failed?: (failure: IssueFailure, request: SessionRequest) => void;
}

/** Opens a store with the sessions that were kept. Rejects only if `load` does or the identity keys are unreadable. */
export async function openCredentialStore(options: CredentialStoreOptions): Promise<CredentialStore> {
  const nobody = (): void => undefined;
  const { clock, sessionsMax = SESSIONS_MAX, issuesMax = ISSUES_MAX, save = nobody, failed = nobody } = options;
  const saved = (await options.load?.()) ?? [];
  const kept = new KeptSessions({ clock, sessionsMax, issuesMax, save, failed }, saved);
  const parts: Parts = { ...options, kept, signer: signerOf(options.identityKeys) };
  return { get: (instance, material, delivery) => issue(parts, instance, material, delivery) };
}

interface Parts extends Pick<CredentialStoreOptions, 'clock' | 'issuerFor'> {
  readonly kept: KeptSessions;
  readonly signer: () => IdentitySigner | Promise<IdentitySigner>;
}

/** Once the keys are there, signatures come at once. */
function signerOf(keys: IdentityKeys | Promise<IdentityKeys>): Parts['signer'] {
  if (!(keys instanceof Promise)) {
    const signer = identitySigner(keys);
    return () => signer;
  }
  let signer: IdentitySigner | undefined;
  const made = keys.then((arrived) => (signer = identitySigner(arrived)));
  return () => signer ?? made;
}

function issue(parts: Parts, instance: Instance, material: Material, delivery: RoleDelivery): Issued | Promise<Issued> {
  switch (material) {
    case 'role-credentials':
      return roleCredentials(parts, instance, delivery, credentialsDocument);
    case 'role-credentials-extended':
      return roleCredentials(parts, instance, delivery, (session) => extendedCredentialsDocument(session, instance));
    case 'instance-identity-credentials':
      return session(parts, { instance, role: identityRole(instance), delivery }, credentialsDocument);
    case 'iam-info':
      return profileInfo(parts, instance, delivery);
    case 'identity-credentials-info':
      return identityInfo(parts, instance, delivery);
    case 'signature':
    case 'pkcs7':
    case 'rsa2048':
      return signed(parts, instance, material);
  }
}

/** Nothing can be signed without keys, and whoever makes them tells the operator why there are none. */
function signed({ signer, clock }: Parts, instance: Instance, name: IdentitySignature): Issued | Promise<Issued> {
  const ready = signer();
  if (!(ready instanceof Promise)) return signature(ready, instance, name);
  return ready.then(
    (arrived) => signature(arrived, instance, name),
    () => ({ kind: 'unavailable', recheckAtMs: clock.now() + MINUTE_MS }),
  );
}

function signature(signer: IdentitySigner, instance: Instance, name: IdentitySignature): Issued {
  const text = signer.sign(name, identityDocument(instance), instance.launchTimeMs + SIGNED_AFTER_MS);
  return { kind: 'document', text, recheckAtMs: Infinity };
}

type Render = (credentials: Credentials) => string;

function roleCredentials(
  parts: Parts,
  instance: Instance,
  delivery: RoleDelivery,
  render: Render,
): Issued | Promise<Issued> {
  const profile = instance.instanceProfile;
  const role = profileRole(instance);
  if (profile === undefined || role === undefined) return { kind: 'unavailable', recheckAtMs: Infinity };
  const request = { instance, role, delivery };
  switch (profile.status) {
    case 'ready':
      return session(parts, request, render);
    case 'role-unauthorized':
      return inWindow(parts, request, (atMs) => roleUnauthorizedDocument(role.name, atMs));
    case 'profile-not-found':
      return inWindow(parts, request, (atMs) => profileNotFoundDocument(profile, atMs));
    case 'no-role':
      return { kind: 'unavailable', recheckAtMs: Infinity };
  }
}

function profileInfo(parts: Parts, instance: Instance, delivery: RoleDelivery): Issued {
  const profile = instance.instanceProfile;
  if (profile === undefined) return { kind: 'unavailable', recheckAtMs: Infinity };
  const role = profileRole(instance) ?? { ...NO_ROLE, arn: profile.arn };
  const request = { instance, role, delivery };
  switch (profile.status) {
    case 'ready':
      return asOfSession(parts, request, (atMs) => profileDocument(profile, atMs));
    case 'role-unauthorized':
      return inWindow(parts, request, (atMs) => profileDocument(profile, atMs));
    case 'profile-not-found':
      return inWindow(parts, request, (atMs) => profileNotFoundDocument(profile, atMs));
    case 'no-role':
      return inWindow(parts, request, (atMs) => emptyProfileDocument(profile, atMs));
  }
}

const NO_ROLE = { kind: 'instance-profile', name: '', id: '' } satisfies Partial<InstanceRole>;

function identityInfo(parts: Parts, instance: Instance, delivery: RoleDelivery): Issued {
  const request = { instance, role: identityRole(instance), delivery };
  return asOfSession(parts, request, (atMs) => identityInfoDocument(instance.accountId, atMs));
}

function session(parts: Parts, request: SessionRequest, render: Render): Issued | Promise<Issued> {
  const lookup = lookUp(parts, request);
  const issued = (found: Lookup): Issued => asIssued(found, request, render);
  return lookup instanceof Promise ? lookup.then(issued) : issued(lookup);
}

function lookUp({ clock, issuerFor, kept }: Parts, request: SessionRequest): Lookup | Promise<Lookup> {
  const issuer = issuerFor(request);
  if (issuer.kind === 'remote') return kept.lookUp(request, issuer);
  const nowMs = clock.now();
  const result = issuer.issue(request, nowMs);
  if (result.ok) return { kind: 'session', credentials: result.value, recheckAtMs: result.value.refreshAtMs };
  return { kind: 'failed', failure: result.error, failedAtMs: nowMs, recheckAtMs: nowMs + MINUTE_MS };
}

/** An STS that denies the role is what EC2 tells its instances in a body; any other failure leaves nothing to say. */
function asIssued(lookup: Lookup, { role }: SessionRequest, render: Render): Issued {
  const { recheckAtMs } = lookup;
  if (lookup.kind === 'session') {
    const { credentials } = lookup;
    return { kind: 'document', text: render(credentials), recheckAtMs, accessKeyId: credentials.accessKeyId };
  }
  if (lookup.failure.code !== ACCESS_DENIED) return { kind: 'unavailable', recheckAtMs };
  return { kind: 'document', text: roleUnauthorizedDocument(role.name, lookup.failedAtMs), recheckAtMs };
}

type RenderTime = (lastUpdatedMs: number) => string;

/** A document whose `LastUpdated` is the role session's. It never waits for one: until there is any, the window's start stands in. */
function asOfSession(parts: Parts, request: SessionRequest, render: RenderTime): Issued {
  const issuer = parts.issuerFor(request);
  if (issuer.kind === 'immediate') return inWindow(parts, request, render);
  const known = parts.kept.peek(request);
  if (known?.kind === 'session') {
    return { kind: 'document', text: render(known.credentials.issuedAtMs), recheckAtMs: known.recheckAtMs };
  }
  const recheckAtMs = parts.clock.now() + MINUTE_MS;
  return { ...inWindow(parts, request, render), recheckAtMs };
}

function inWindow({ clock }: Parts, request: SessionRequest, render: RenderTime): Issued {
  const { issuedAtMs, refreshAtMs } = refreshWindow(request, clock.now());
  return { kind: 'document', text: render(issuedAtMs), recheckAtMs: refreshAtMs };
}
