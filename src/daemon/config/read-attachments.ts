import type { Report } from '#document';
import { DEFAULT_NETWORK } from '#model';
import type { Attachment } from '#model';
import type { AttachmentShape } from './attachment-schema.ts';
import { present } from './present.ts';

/** The ways of recognition, and what each of them takes besides. */
const COMPANIONS = {
  interface: ['source', 'host', 'port'],
  netns: ['host', 'port'],
  socket: ['mode'],
  vsock: ['port'],
  proxy: [],
  source: ['network'],
  destination: ['network'],
} as const satisfies Partial<Record<keyof AttachmentShape, readonly (keyof AttachmentShape)[]>>;

type Way = keyof typeof COMPANIONS;

const WAYS = Object.keys(COMPANIONS) as readonly Way[];
const TCP_PORT_MAX = 65_535;
const OWNER_ONLY = '0600';
const VSOCK_PORT = 80;

/** The attachments of an instance in the words of the model; reports entries with none or several ways of recognition. */
export function readAttachments(shapes: readonly AttachmentShape[], report: Report): readonly Attachment[] {
  return shapes.flatMap((shape, index) => {
    const way = wayOf(shape);
    const problem = problemOf(shape, way);
    if (problem !== undefined) report([index, ...problem.path], problem.message);
    return problem !== undefined || way === undefined ? [] : [attachmentOf(way, shape)];
  });
}

/** The first in the order above: a source on an interface narrows the interface. */
function wayOf(shape: AttachmentShape): Way | undefined {
  return WAYS.find((way) => shape[way] !== undefined);
}

function problemOf(
  shape: AttachmentShape,
  way: Way | undefined,
): { readonly path: readonly string[]; readonly message: string } | undefined {
  if (way === undefined) return { path: [], message: `expected one of ${WAYS.join(', ')}` };
  const companions: readonly string[] = COMPANIONS[way];
  const stranger = Object.keys(shape).find((key) => key !== way && !companions.includes(key));
  if (stranger !== undefined) {
    const allowed = companions.length === 0 ? 'nothing' : `only ${companions.join(', ')}`;
    return { path: [stranger], message: `does not go together with ${way}; beside that may stand ${allowed}` };
  }
  return way !== 'vsock' && (shape.port ?? 0) > TCP_PORT_MAX
    ? { path: ['port'], message: `expected a whole number from 1 to ${TCP_PORT_MAX}` }
    : undefined;
}

function attachmentOf(way: Way, shape: AttachmentShape): Attachment {
  const { source = '', destination = '', network = DEFAULT_NETWORK, port = VSOCK_PORT, mode = OWNER_ONLY } = shape;
  const endpoint = present({ host: shape.host, port: shape.port });
  switch (way) {
    case 'source':
      return { kind: 'source', address: source, network };
    case 'destination':
      return { kind: 'destination', address: destination, network };
    case 'interface': {
      const address = present({ address: shape.source });
      return { kind: 'interface', interface: shape.interface ?? '', ...address, ...endpoint };
    }
    case 'netns':
      return { kind: 'netns', netns: shape.netns ?? '', ...endpoint };
    case 'socket':
      return { kind: 'socket', path: shape.socket ?? '', mode: Number.parseInt(mode, 8) };
    case 'vsock':
      return { kind: 'vsock', cid: shape.vsock ?? 0, port };
    case 'proxy':
      return { kind: 'proxy', network: shape.proxy ?? network };
  }
}
