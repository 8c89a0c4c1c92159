import type { Attachment } from '#model';
import type { AttachmentShape } from './attachment-schema.ts';
import { present } from './present.ts';

/** An attachment in the form of the configuration file, without what need not be said. */
export function writeAttachment(attachment: Attachment): AttachmentShape {
  switch (attachment.kind) {
    case 'source':
      return { source: attachment.address, network: attachment.network };
    case 'destination':
      return { destination: attachment.address, network: attachment.network };
    case 'interface': {
      const { interface: name, address, host, port } = attachment;
      return { interface: name, ...present({ source: address, host, port }) };
    }
    case 'netns':
      return { netns: attachment.netns, ...present({ host: attachment.host, port: attachment.port }) };
    case 'socket':
      return { socket: attachment.path, mode: attachment.mode.toString(8).padStart(4, '0') };
    case 'vsock':
      return { vsock: attachment.cid, port: attachment.port };
    case 'proxy':
      return { proxy: attachment.network };
  }
}
