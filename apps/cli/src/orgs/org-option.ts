import { asText, option } from '../command/inputs.ts';

export const orgOption = option('--org <org>', 'one organisation, by name or id (default: all)', asText);

export const requiredOrgOption = option('--org <org>', 'the organisation, by name or id', asText, {
  isRequired: true,
});
