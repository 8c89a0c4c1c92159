import type { Subject } from '../category.ts';
import { own } from '../own.ts';

/** Virtual devices and the device names they have. */
export const blockDevice = {
  placeholders: {
    'virtual-device': { candidates: ({ blockDevices }) => Object.keys(blockDevices).sort() },
  },
  categories: [
    {
      path: 'meta-data/block-device-mapping/{virtual-device}',
      since: '2007-12-15',
      present: 'when the device is mapped; `ami` and `root` are by default',
      value: ({ blockDevices }, [device]) => own(blockDevices, device),
    },
  ],
} satisfies Subject;
