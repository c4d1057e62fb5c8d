import { inLanguage } from '../../engine/index.ts';

/** Words of the sheets of changes and costs. */
export const reference = inLanguage('reference', {
  topicChanges: 'What changed since the mail',
  topicCosts: 'Costs',
  eras: 'The mail is of May 2017. Era 2017 runs a scenario by that year’s rules, on both hosts.',
  changes: 'Changes',
  today: 'today',
  rule: 'rule',
  costs: 'Costs of operations',
  operation: 'operation',
  kernel: 'kernel',
  method: 'method',
  from: 'from',
  assumed: (how: string) => `Assumed: ${how}`,
  estimate: (how: string) => `Estimate: ${how}`,
  computed: (row: string, how: string) => `${row}, ${how}`,
  median: (what: string, m: string, low: string, high: string) => `${what}; median ${m} (${low} to ${high})`,
});
