// What the tests of webhooks must notice when it is taken out.

export const mutantsOfWebhooks = [];
