// What the tests of subscriptions must notice when it is taken out.

export const mutantsOfSubscriptions = [];
