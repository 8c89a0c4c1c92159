import { err, ok } from '#base';
import type { Result } from '#base';
import { ALLOWED_WORDS, TIMES } from './commands.ts';
import { switchOf, textOf, wholeOf } from './settings.ts';
import type { Settings } from './settings.ts';

const WHOLE = ['mock-delay-sec', 'mock-ip-count', 'rebalance-delay-sec', 'asg-termination-delay-sec'] as const;
const SWITCHES = ['imdsv2', 'save-config-to-file', 'watch-config-file'] as const;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Settings with which the mock can start, or everything that is wrong with them, each in a line. */
export function checkSettings(settings: Settings): Result<Settings, string> {
  const wrong = [
    ...Object.entries(ALLOWED_WORDS).flatMap(([key, words]) =>
      words.includes(textOf(settings, key)) ? [] : [invalid(settings, key, words.join(','))],
    ),
    ...TIMES.flatMap((key) =>
      isTime(textOf(settings, key))
        ? []
        : [invalid(settings, key, 'time in RFC3339 format, e.g. 2020-01-07T01:03:47Z')],
    ),
    ...WHOLE.flatMap((key) => (wholeOf(settings, key) === undefined ? [invalid(settings, key, 'a whole number')] : [])),
    ...SWITCHES.flatMap((key) => (switchOf(settings, key) === undefined ? [invalid(settings, key, 'true,false')] : [])),
    ...(isPort(wholeOf(settings, 'server.port')) ? [] : [invalid(settings, 'server.port', '0 to 65535')]),
    ...(BASE64.test(textOf(settings, 'userdata.values.userdata')) ? [] : ['userdata.values.userdata is not base64']),
  ];
  return wrong.length === 0 ? ok(settings) : err(wrong.join('\n'));
}

function isTime(text: string): boolean {
  return text === '' || (TIME.test(text) && !Number.isNaN(Date.parse(text)));
}

function isPort(port: number | undefined): boolean {
  return port !== undefined && port >= 0 && port <= 65_535;
}

/** In the mock's own words, which tests of its users may look for. */
function invalid(settings: Settings, key: string, allowed: string): string {
  const name = key.split('.').at(-1) ?? key;
  return `Invalid CLI input "${textOf(settings, key)}" for flag ${name}. Allowed value(s): ${allowed}.`;
}
