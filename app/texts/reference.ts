/** Words of the sheets of changes and costs. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    topicChanges: 'What changed since the mail',
    topicCosts: 'Costs',
    eras: 'The mail is of May 2017. Era 2017 runs a scenario by that year’s rules, on both hosts.',
    changes: 'Changes',
    today: 'today',
    rule: 'rule',
    costs: 'Costs of operations',
    operation: 'operation',
    from: 'from',
    assumed: 'assumed:',
    estimate: 'estimate',
    median: (what: string, m: string, low: string, high: string) =>
      `${what}; median ${m} (${low} to ${high})`,
  },
});
