import type { Subject } from '../category.ts';
import { own } from '../own.ts';

/** Elastic Graphics and Elastic Inference, which AWS has retired: served where declared. */
export const elastic = {
  placeholders: {
    'elastic-gpu-id': { candidates: ({ elasticGpus }) => Object.keys(elasticGpus) },
    'accelerator-id': { candidates: ({ elasticInference }) => Object.keys(elasticInference) },
  },
  categories: [
    {
      path: 'meta-data/elastic-gpus/associations/{elastic-gpu-id}',
      since: '2016-11-30',
      present: 'when the Elastic GPU is attached',
      value: ({ elasticGpus }, [id]) => own(elasticGpus, id),
    },
    {
      path: 'meta-data/elastic-inference/associations/{accelerator-id}',
      since: '2018-11-29',
      present: 'when the Elastic Inference accelerator is attached',
      value: ({ elasticInference }, [id]) => accelerator(id, own(elasticInference, id)),
    },
  ],
} satisfies Subject;

function accelerator(id: string | undefined, type: string | undefined): string | undefined {
  if (type === undefined) return undefined;
  return JSON.stringify({
    version_2018_04_12: { 'elastic-inference-accelerator-id': id, 'elastic-inference-accelerator-type': type },
  });
}
