export { type RedisStoreOptions, redisStore } from "./stores/redis/open-store.ts";
export type { RedisSource } from "./stores/redis/source.ts";
