/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfBudget = [];
