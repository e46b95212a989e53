/** Pages whose services do not exist yet say what will be there, and what gives it today. */
export const comingText = {
  compliance: {
    title: 'No compliance run yet',
    text:
      'The service that checks controls of SOC 2, ISO 27001 and NIST and collects evidence for them is not part of ' +
      'this version. Frameworks, controls, evidence and reports will be shown here.',
    today: 'Evidence there is today',
    commands: [
      ['npx redoubt audit verify', 'proves that nothing in the audit log was changed'],
      ['npx redoubt ledger', 'accounts for every accepted event'],
    ],
  },
} as const;
