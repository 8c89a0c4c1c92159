// Owns the IMDS server: the way of a metadata request from a socket to its answer, and the transports that carry it.
// Promises that a request never waits for a disk, a database or another request, and that every transport answers alike.
// Never speaks to the registry's engine or an issuer itself: it has a replica, and asks for material.
export { checkEpoll } from './epoll/check-epoll.ts';
export { DataPlane } from './data-plane.ts';
export type { Attribution } from './observation/callers.ts';
export type { DataPlaneSettings, TransportChoice } from './parts.ts';
export type { InstanceLosses } from './losses.ts';
export { DEFAULT_TRANSPORT_LIMITS } from './transport.ts';
export type {
  Attention,
  GivenSocket,
  ListenAddress,
  Listener,
  ListenFailure,
  TcpListenAddress,
  TransportLimits,
  UnixListenAddress,
  VsockListenAddress,
} from './transport.ts';
export type { TrustedProxy } from './trusted-proxy.ts';
