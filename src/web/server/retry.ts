/** When to come again while the store cannot be written, as Retry-After says it. */
export const retrySeconds = 30;
