import type { LaunchTemplate } from '#model';
import type { Estate } from './estate.ts';
import { judged } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';

/** AWS Config, `ec2-launch-template-imdsv2-check`: of the default version. */
export function launchTemplateRequiresImdsv2({ launchTemplates }: Estate): readonly Evaluation[] {
  return launchTemplates.map((template) =>
    judged(
      { resourceType: 'AWS::EC2::LaunchTemplate', resourceId: template.id, tags: template.tags },
      httpTokensOf(template) === 'required'
        ? undefined
        : `The default version, ${template.defaultVersion}, does not say that HttpTokens is required.`,
    ),
  );
}

function httpTokensOf({ versions, defaultVersion }: LaunchTemplate): unknown {
  const options = versions.find(({ number }) => number === defaultVersion)?.data['MetadataOptions'];
  return typeof options === 'object' && options !== null && 'HttpTokens' in options ? options.HttpTokens : undefined;
}

/** Images whose instances require session tokens unless somebody says otherwise. */
export function imageSupportsImdsv2({ images }: Estate): readonly Evaluation[] {
  return images.map(({ id, tags, imdsSupport }) =>
    judged(
      { resourceType: 'AWS::EC2::Image', resourceId: id, tags },
      imdsSupport === 'v2.0'
        ? undefined
        : 'The image is not registered with ImdsSupport v2.0; modify-image-attribute sets it.',
    ),
  );
}

/** What holds for instances of which nothing else is said. */
export function defaultsRequireImdsv2({ accountId, defaults }: Estate): readonly Evaluation[] {
  const complaint =
    'The account-level defaults do not require session tokens; modify-instance-metadata-defaults --http-tokens required does.';
  return [
    judged(
      { resourceType: 'AWS::::Account', resourceId: accountId, tags: {} },
      defaults?.httpTokens === 'required' ? undefined : complaint,
    ),
  ];
}
