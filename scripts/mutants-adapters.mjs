// What the tests of adapters must notice when it is taken out.

export const mutantsOfAdapters = [];
