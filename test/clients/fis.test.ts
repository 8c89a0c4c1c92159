// The Fault Injection Service as its own clients call it: experiments that interrupt and stop instances.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { aDaemon } from './a-daemon.test-support.ts';
import type { ADaemon } from './a-daemon.test-support.ts';
import { anyOf, everyAwsCli, everyPythonWith, needs } from './available.test-support.ts';
import { run } from './run-program.test-support.ts';
import { TerminationHandler } from './termination-handler.test-support.ts';

const WEB = 'i-0123456789abcdef0';
const CONFIGURATION = `
instances:
  - { id: ${WEB}, lifeCycle: spot, tags: { Fleet: web } }
  - { id: i-0123456789abcdef1, tags: { Fleet: web }, attach: [{ source: 10.0.0.5 }] }
`;
const commands = everyAwsCli();
const pythons = everyPythonWith('boto3');
const CALLS = fileURLToPath(new URL('fis_calls.py', import.meta.url));

function environmentOf({ daemon }: ADaemon): Record<string, string> {
  const { accessKeyId, secretAccessKey } = daemon.ready.credentials;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
  };
}

const TEMPLATE = {
  description: 'interrupt the fleet',
  roleArn: 'arn:aws:iam::123456789012:role/fis',
  stopConditions: [{ source: 'none' }],
  targets: {
    fleet: { resourceType: 'aws:ec2:spot-instance', resourceTags: { Fleet: 'web' }, selectionMode: 'ALL' },
  },
  actions: {
    interrupt: {
      actionId: 'aws:ec2:send-spot-instance-interruptions',
      parameters: { durationBeforeInterruption: 'PT3M' },
      targets: { SpotInstances: 'fleet' },
    },
  },
};

suite('the AWS CLI', needs(anyOf(commands, 'aws (Debian package awscli)')), () => {
  for (const command of commands) {
    test(`of ${command} runs an experiment that interrupts Spot Instances`, async (t) => {
      const on = await aDaemon(t, CONFIGURATION);
      const { api, region } = on.daemon.ready;
      const fis = async (...args: readonly string[]): Promise<Record<string, Record<string, unknown>>> => {
        const flags = ['--endpoint-url', api.url, '--region', region, '--output', 'json'];
        const said = await run(command, ['fis', ...args, ...flags], { environment: environmentOf(on) });
        assert.equal(said.code, 0, said.stderr);
        return JSON.parse(said.text) as Record<string, Record<string, unknown>>;
      };
      const made = await fis('create-experiment-template', '--cli-input-json', JSON.stringify(TEMPLATE));
      const templateId = String(made['experimentTemplate']?.['id']);
      const started = await fis('start-experiment', '--experiment-template-id', templateId);
      const id = String(started['experiment']?.['id']);
      assert.deepEqual(started['experiment']?.['state'], { status: 'running', reason: 'Experiment is running.' });
      await on.turn(0);
      const handler = new TerminationHandler(on.url);
      assert.deepEqual(
        (await handler.poll()).map(({ kind }) => kind),
        ['rebalance'],
      );
      await on.turn(60_000);
      assert.deepEqual(
        (await handler.poll()).map(({ kind }) => kind),
        ['spot terminate', 'rebalance'],
      );
      await on.turn(120_000);
      await on.turn(5000);
      await assert.rejects(handler.poll(), 'the instance is gone');
      const over = await fis('get-experiment', '--id', id);
      assert.match(JSON.stringify(over['experiment']?.['state']), /"completed"/);
      assert.match(JSON.stringify(await fis('list-experiments')), new RegExp(id));
      await fis('delete-experiment-template', '--id', templateId);
    });
  }
});

suite('the AWS CLI, with an instance that it launched', needs(anyOf(commands, 'aws (Debian package awscli)')), () => {
  for (const command of commands) {
    test(`of ${command} has it interrupted as its Spot options say`, async (t) => {
      const on = await aDaemon(t, CONFIGURATION);
      const { api, region } = on.daemon.ready;
      const aws = async (...args: readonly string[]): Promise<string> => {
        const flags = ['--endpoint-url', api.url, '--region', region, '--output', 'text'];
        const said = await run(command, [...args, ...flags], { environment: environmentOf(on) });
        return said.code === 0 ? said.text.trim() : said.stderr;
      };
      const launch = async (type: string, behavior: string): Promise<string> => {
        const market = `MarketType=spot,SpotOptions={SpotInstanceType=${type},InstanceInterruptionBehavior=${behavior}}`;
        const tags = 'ResourceType=instance,Tags=[{Key=Fleet,Value=launched}]';
        const image = ['--image-id', 'ami-0123456789abcdef0', '--instance-market-options', market];
        const shown = ['--tag-specifications', tags, '--query', 'Instances[0].InstanceId'];
        return aws('ec2', 'run-instances', ...image, ...shown);
      };
      assert.match(await launch('persistent', 'terminate'), /InvalidParameterCombination.*persistent/);
      assert.match(await launch('one-time', 'stop'), /InvalidParameterCombination.*stop/);
      const ids = [await launch('persistent', 'stop'), await launch('one-time', 'terminate')];
      await on.turn(0);
      const fleet = { ...TEMPLATE.targets.fleet, resourceTags: { Fleet: 'launched' } };
      const template = JSON.stringify({ ...TEMPLATE, targets: { fleet } });
      const made = ['--cli-input-json', template, '--query', 'experimentTemplate.id'];
      const templateId = await aws('fis', 'create-experiment-template', ...made);
      await aws('fis', 'start-experiment', '--experiment-template-id', templateId);
      for (const ms of [0, 60_000, 120_000, 5000]) await on.turn(ms);
      const query = 'Reservations[].Instances[].[State.Name,StateReason.Code]';
      assert.deepEqual(
        await Promise.all(ids.map((id) => aws('ec2', 'describe-instances', '--instance-ids', id, '--query', query))),
        ['stopped\tServer.SpotInstanceShutdown', 'terminated\tServer.SpotInstanceTermination'],
      );
    });
  }
});

suite('boto3', needs(anyOf(pythons, 'python3 with boto3 (Debian package python3-boto3)')), () => {
  for (const python of pythons) {
    test(`of ${python} stops experiments, and is told what cannot be meant`, async (t) => {
      const on = await aDaemon(t, CONFIGURATION);
      const { api, region } = on.daemon.ready;
      const said = await run(python, [CALLS, api.url, region, JSON.stringify(TEMPLATE)], {
        environment: environmentOf(on),
      });
      assert.equal(said.code, 0, said.stderr);
      assert.deepEqual(JSON.parse(said.text), {
        started: 'running',
        stopped: ['stopped', 'stopped'],
        again: 'ConflictException',
        nobody: ['failed', 'Target resolution returned empty set'],
        stopping: 'running',
        templates: 3,
        refusals: ['ValidationException', 'ValidationException', 'ValidationException', 'ResourceNotFoundException'],
      });
      await on.turn(0);
      const handler = new TerminationHandler(on.url);
      await assert.rejects(handler.poll(), 'an action has stopped the instance');
      await on.turn(60_000);
      assert.deepEqual(await handler.poll(), [], 'and started it again, and what was stopped did not happen');
    });
  }
});
