import { err, ok } from '#base';
import type { InstanceDeclaration } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { cpuCreditsOf, isBurstable, typeOf } from './cpu-credits.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { askedInstances, invalidInstanceList } from './find-instances.ts';
import { describedPage } from './max-results.ts';

/** EC2 API Reference, `DescribeInstanceCreditSpecifications`: of those named, or of all that are `unlimited`. */
export const describeInstanceCreditSpecifications: ActionOf<'ec2', 'DescribeInstanceCreditSpecifications'> = {
  validate: invalidInstanceList,
  act(input, call) {
    const { InstanceIds = [], Filters } = input;
    const found = askedInstances(call, InstanceIds);
    if (!found.ok) return err(found.error);
    const instances = found.value.map(({ entity }) => entity);
    const unfit = InstanceIds.length === 0 ? undefined : instances.find((instance) => !isBurstable(instance));
    if (unfit !== undefined) return err(notSupported(unfit));
    const views = instances.filter(isBurstable).map(creditView);
    const shown = InstanceIds.length === 0 ? views.filter(({ CpuCredits }) => CpuCredits === 'unlimited') : views;
    const matching = filtered(shown, Filters, FILTERS);
    if (!matching.ok) return matching;
    const sorted = [...matching.value].sort((one, other) => (one.InstanceId < other.InstanceId ? -1 : 1));
    const page = describedPage(sorted, ({ InstanceId }) => InstanceId, input);
    return page.ok ? ok({ InstanceCreditSpecifications: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

type CreditView = Required<Pick<ec2.InstanceCreditSpecification, 'CpuCredits'>> & { readonly InstanceId: string };

const FILTERS: Filterable<CreditView> = { table: { 'instance-id': ({ InstanceId }) => InstanceId } };

function creditView(instance: InstanceDeclaration): CreditView {
  return { InstanceId: instance.id, CpuCredits: cpuCreditsOf(instance) };
}

function notSupported(instance: InstanceDeclaration): ApiError {
  const message = `The instance type '${typeOf(instance)}' of the instance '${instance.id}' does not support CPU credits`;
  return ec2Error('InstanceCreditSpecification.NotSupported', message);
}
