// What must be noticed when it is taken out of the browser's client.

/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfBrowser = [];
